import type { Command } from 'commander'
import type { SyncedRepository } from '@hypergit/client'
import { define } from '../../define.js'
import { failureOf, CommandFailure } from '../../failures.js'
import { given } from '../../given.js'
import { untilInterrupted } from '../../interrupt.js'
import { progressOf } from '../../render/progress.js'
import { safeLine } from '../../render/terminal-text.js'
import { seconds } from '../repo/clone-repo.js'

const incomplete = (repositories: readonly Pick<SyncedRepository, 'name' | 'peers'>[]): CommandFailure => {
  const lonely = repositories.filter(({ peers }) => peers === 0).map(({ name }) => safeLine(name))
  const message =
    lonely.length > 0
      ? `nobody who has ${lonely.join(', ')} answered in time; what is new here is kept for the next sync or seed`
      : 'something is still missing: nobody who has it answered in time'
  return new CommandFailure('incomplete', message)
}

export const syncCommand = (program: Command): void =>
  define<{ readonly wait?: number }>(program, {
    name: 'sync',
    description: 'Connect, exchange until nothing is missing, and leave',
    inRepository: true,
    examples: ['sync', 'sync my-project --wait 60'],
    options: (command) => command.option('--wait <SECONDS>', 'for how long at most (10)', seconds),
    run: async (run) => {
      const peer = await run.peer()
      const repo = run.repositoryWord ?? run.options.repository
      const waitMs = run.options.wait === undefined ? undefined : run.options.wait * 1000
      const progress = progressOf('sync', run.output.json)
      try {
        for await (const event of untilInterrupted(peer.sync(given({ repo, waitMs })), run.interrupt)) {
          if (event.kind === 'failed') throw failureOf(event.failure)
          if (event.kind === 'progress') progress.at(event.received, event.received + event.missing)
          else {
            progress.stop()
            const { complete, repositories, users, warnings } = event
            run.output.result({ complete, repositories, users, warnings }, () =>
              [...repositories, ...users.map((user) => ({ ...user, name: `you, ${user.name}` }))]
                .map(
                  ({ name, peers, received, missing }) =>
                    `${safeLine(name)}: ${received} new ops from ${peers} peers${missing > 0 ? `, ${missing} still missing` : ''}`,
                )
                .join('\n'),
            )
            for (const warning of warnings) run.output.note(`! ${warning}`)
            if (!complete) throw incomplete([...repositories, ...users])
          }
        }
      } finally {
        progress.stop()
      }
    },
  })
