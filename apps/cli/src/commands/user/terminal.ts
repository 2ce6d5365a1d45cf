import { randomInt } from 'node:crypto'
import type { PhraseTerminal } from './phrase-dialogue.js'

/** The terminal that this command runs in, where a person can be asked; undefined in a script. */
export const personsTerminal = (): PhraseTerminal | undefined =>
  process.stdin.isTTY && process.stdout.isTTY
    ? {
        input: process.stdin,
        output: process.stdout,
        isPlain: process.env['TERM'] === 'dumb',
        random: (below) => randomInt(below),
      }
    : undefined
