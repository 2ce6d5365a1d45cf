import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import type { ThreadPage } from '@hypergit/client'
import type { ThreadKind, ThreadState, ThreadView } from '@hypergit/domain'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { authorsOf } from '../../render/authors.js'
import { listedThread, threadList } from '../../render/threads.js'

interface ListOptions {
  readonly state: ThreadState | 'all'
  readonly label?: string
  readonly author?: string
  readonly assignee?: string
  readonly search?: string
  readonly limit: number
}

const pageMax = 200
const limitDefault = 50

const positive = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1 is needed.')
  return value
}

/** `issue list`, `pull list`: open ones unless told otherwise, as the habit is. */
export const listThreads = (parent: Command, kind: ThreadKind): void =>
  define<ListOptions>(parent, {
    name: 'list',
    aliases: ['ls'],
    description: `List ${kind === 'issue' ? 'issues' : 'pull requests'}, newest first`,
    inRepository: true,
    examples: [
      `${kind} list`,
      `${kind} list my-project -s all -l bug --limit 10`,
      `${kind} list --search "crash on start" --json`,
    ],
    options: (command) =>
      command
        .addOption(
          new Option('-s, --state <STATE>', 'which ones').choices(['open', 'closed', 'merged', 'all']).default('open'),
        )
        .option('-l, --label <LABEL>', 'with this label')
        .option('-A, --author <WHO>', 'by this person, or imported from this login')
        .option('-a, --assignee <WHO>', 'assigned to this person')
        .option('-S, --search <WORDS>', 'whose title or body has all the words')
        .option('-L, --limit <N>', 'at most so many', positive, limitDefault),
    run: async (run) => {
      const peer = await run.peer()
      const repo = await run.repo()
      const { state, label, author, assignee, search, limit } = run.options
      const filter = {
        repo,
        kind,
        ...given({ label, author, assignee, search, state: state === 'all' ? undefined : state }),
      }
      const threads: ThreadView[] = []
      let after: string | undefined
      do {
        const page: ThreadPage = run.value(
          await peer.threads({ ...filter, limit: Math.min(pageMax, limit - threads.length), ...given({ after }) }),
        )
        threads.push(...page.items)
        after = page.next
      } while (after !== undefined && threads.length < limit)
      const authors = await authorsOf(run)
      run.output.list(
        threads.map((thread) => listedThread(thread, authors)),
        () => threadList(threads, authors),
      )
    },
  })
