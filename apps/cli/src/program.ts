import { readFileSync } from 'node:fs'
import tab from '@bomb.sh/tab/commander'
import { Command } from 'commander'
import { archiveCommands } from './commands/archive/archive-commands.js'
import { commentCommands } from './commands/comment/comment-commands.js'
import { conformanceCommand } from './commands/conformance.js'
import { dhtCommand } from './commands/dht.js'
import { evidenceCommands } from './commands/evidence/evidence-commands.js'
import { identityCommands } from './commands/identity/identity-commands.js'
import { mirrorCommands } from './commands/mirror/mirror-commands.js'
import { peerCommands } from './commands/peer/peer-commands.js'
import { peopleCommands } from './commands/people/people-commands.js'
import { pullCommands } from './commands/pull/pull-commands.js'
import { repoCommands } from './commands/repo/repo-commands.js'
import { issueCommands } from './commands/thread/issue-commands.js'
import { userCommands } from './commands/user/user-commands.js'

const version = (): string => {
  const text: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : 'unknown'
}

/** The whole command line. Errors of the words themselves are thrown as CommanderError. */
export const createProgram = (): Command => {
  const program = new Command('hypergit')
    .description(
      'Repository life without a central server: issues, pull requests, roles and discussion as signed logs among peers.',
    )
    .version(version())
    .helpOption('-h, --help', 'show this help')
    .showSuggestionAfterError(true)
    .configureHelp({ subcommandTerm: (command) => [command.name(), ...command.aliases()].join(', ') })
    .exitOverride()
    .addHelpText('after', '\nHYPERGIT_HOME is where this machine keeps its cores and views (~/.hypergit).')
  for (const add of [
    repoCommands,
    issueCommands,
    pullCommands,
    commentCommands,
    peopleCommands,
    peerCommands,
    evidenceCommands,
    archiveCommands,
    mirrorCommands,
    userCommands,
    identityCommands,
  ]) {
    add(program)
  }
  conformanceCommand(program)
  dhtCommand(program)
  tab(program, { completionCommandName: 'completion' })
  return program
}
