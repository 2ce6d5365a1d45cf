import type { Command } from 'commander'
import { collect } from '../collect.js'

/** Options that several commands take under the same letters. */
export const offlineOption = (command: Command): Command => command.option('--offline', 'keep it here, do not connect')

export const bodyOptions = (command: Command): Command =>
  command
    .option('-b, --body <TEXT>', 'the text')
    .option('-F, --body-file <FILE>', 'read the text from a file, or - for standard input')

export const addRemoveOptions = (command: Command, what: string): Command =>
  offlineOption(command)
    .option(`--add <${what}>`, 'add; repeat it or separate by commas', collect)
    .option(`--remove <${what}>`, 'remove; repeat it or separate by commas', collect)
