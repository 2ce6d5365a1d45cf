import type { Command } from 'commander'
import type { Tended } from '@hypergit/client'
import { define } from '../../define.js'
import { failureOf } from '../../failures.js'
import { given } from '../../given.js'
import { untilInterrupted } from '../../interrupt.js'
import { shortId } from '../../render/threads.js'

const counted = (count: number, one: string, several: string): string => `${count} ${count === 1 ? one : several}`

const tendedText = ({ repository, claimed, linked, paired, unpaired }: Tended): string => {
  const did = [
    ...(claimed ? ['said whose core this is'] : []),
    ...(linked ? ['listed this core in your user log'] : []),
    ...paired.map((core) => `paired with ${shortId(core)}, a machine of yours`),
    ...unpaired.map((core) => `gave up ${shortId(core)}, of a machine that was revoked`),
  ]
  return `${shortId(repository)}: ${did.join('; ')}`
}

export const seedCommand = (program: Command): void =>
  define<{ readonly repository?: string }>(program, {
    name: 'seed',
    description: 'Stay connected and serve repositories, all of this home unless named; other commands work meanwhile',
    rest: 'REPO',
    endless: true,
    examples: ['seed', 'seed my-project --json'],
    options: (command) => command.option('-R, --repository <REPO>', 'the repository to serve'),
    run: async (run) => {
      const peer = await run.peer()
      const repos = [...run.words, ...(run.options.repository === undefined ? [] : [run.options.repository])]
      const events = peer.seed(given({ repos: repos.length === 0 ? undefined : repos }))
      for await (const event of untilInterrupted(events, run.interrupt)) {
        switch (event.kind) {
          case 'failed':
            throw failureOf(event.failure)
          case 'serving':
            run.output.result(
              { event: event.kind, repositories: event.repositories, users: event.users, home: event.home },
              () =>
                `serving ${counted(event.repositories.length, 'repository', 'repositories')} from ${event.home}; Ctrl-C stops`,
            )
            break
          case 'peer':
            run.output.result({ event: event.kind, connections: event.connections }, () =>
              counted(event.connections, 'connection', 'connections'),
            )
            break
          case 'applied':
            run.output.result(
              { event: event.kind, repo: event.repo, ops: event.ops, total: event.total },
              () => `${shortId(event.repo)}: ${event.ops} new ops, ${event.total} since it was opened`,
            )
            break
          case 'user-applied':
            run.output.result(
              { event: event.kind, user: event.user, ops: event.ops, total: event.total },
              () => `user ${shortId(event.user)}: ${event.ops} new ops, ${event.total} since it was opened`,
            )
            break
          case 'tended':
            run.output.result({ ...event, event: event.kind }, () => tendedText(event))
            break
          case 'warning':
            run.output.result({ event: event.kind, warning: event.warning }, () => event.warning)
            break
          default:
            event satisfies never
        }
      }
    },
  })
