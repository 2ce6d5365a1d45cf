import type { Command } from 'commander'
import { define } from '../../define.js'
import { failureOf, usage } from '../../failures.js'
import { given } from '../../given.js'
import { untilInterrupted } from '../../interrupt.js'
import { type Authors, authorsOf } from '../../render/authors.js'
import { logLine } from '../../render/entries.js'

interface LogOptions {
  readonly follow?: boolean
  readonly all?: boolean
  readonly limit?: string
}

const countOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const count = Number(text)
  if (!Number.isSafeInteger(count) || count < 0)
    throw usage(`--limit ${JSON.stringify(text)} is no whole number from 0`)
  return count
}

export const logCommand = (program: Command): void =>
  define<LogOptions>(program, {
    name: 'log',
    description: 'Show ops with their outcomes, in the order in which they came',
    inRepository: true,
    endless: true,
    examples: ['log --limit 20', 'log my-project --follow --json', 'log --all --follow'],
    options: (command) =>
      command
        .option('-f, --follow', 'go on with what comes, until interrupted')
        .option('--all', 'of every repository of this home')
        .option('--limit <N>', 'begin with the newest N'),
    run: async (run) => {
      const { follow, all } = run.options
      const limit = countOf(run.options.limit)
      const peer = await run.peer()
      const repo = all === true ? undefined : await run.repo()
      const byRepo = new Map<string, Authors>()
      for await (const entry of untilInterrupted(peer.log(given({ repo, follow, limit })), run.interrupt)) {
        if (entry.kind === 'failed') throw failureOf(entry.failure)
        const { outcome, reason } = entry.op.decision
        const known = entry.op.action.type.startsWith('identity.') ? undefined : byRepo.get(entry.repo)
        const authors = known ?? (await authorsOf(run, entry.repo))
        byRepo.set(entry.repo, authors)
        const line = {
          change: entry.kind === 'change',
          repo: entry.repo,
          op: entry.op.id,
          type: entry.op.action.type,
          outcome,
          ...given({ reason }),
          view: entry.op,
        }
        run.output.result(line, () => logLine(entry.op, entry.kind === 'change', authors))
      }
    },
  })
