import type { RepositoryAction, ThreadKind, ThreadView } from '@hypergit/domain'
import type { Waiting, WrittenOp } from '@hypergit/client'
import { toZ32 } from '@hypergit/domain'
import { CommandFailure } from '../../failures.js'
import { given } from '../../given.js'
import { safeLine } from '../../render/terminal-text.js'
import type { Run } from '../../run.js'

/** The thread that NUMBER means, of the kind that the command is about. */
export const threadOf = async <Options extends object>(
  run: Run<Options>,
  kind: ThreadKind,
  word = run.word(0),
): Promise<ThreadView> => {
  const peer = await run.peer()
  const { thread } = run.value(await peer.thread({ repo: await run.repo(), thread: word.replace(/^#/, '') }))
  if (thread.kind === kind) return thread
  throw new CommandFailure(
    'unknown',
    `#${thread.number} is ${thread.kind === 'pull' ? 'a pull request' : 'an issue'}: use \`hypergit ${thread.kind}\``,
  )
}

export const publishedText = (published: number): string =>
  published > 0
    ? `on ${published} ${published === 1 ? 'peer' : 'peers'} by now`
    : 'kept here; the next sync or seed sends it'

interface WrittenFirst {
  readonly first: WrittenOp
  readonly published: number
  readonly waiting?: Waiting
}

/** What scripts get of a write that is held. */
export const waitingJson = (waiting: Waiting | undefined): object =>
  waiting === undefined ? {} : { waiting: waiting.text }

/** Behind what a person reads of a write. */
export const waitingNote = (waiting: Waiting | undefined): string =>
  waiting === undefined ? '' : `\n${safeLine(waiting.text)}`

/** Write one action; what the author should know goes to stderr. */
export const writeFirst = async <Options extends { readonly offline?: boolean }>(
  run: Run<Options>,
  action: RepositoryAction,
): Promise<WrittenFirst> => {
  const peer = await run.peer()
  const written = run.value(
    await peer.write({ repo: await run.repo(), actions: [action], ...given({ offline: run.options.offline }) }),
  )
  for (const warning of written.warnings) run.output.note(warning)
  const [first] = written.ops
  if (first === undefined) throw new CommandFailure('failed', 'the peer wrote nothing')
  return { first, published: written.published, ...given({ waiting: written.waiting }) }
}

/** Write one action and print {op, published}. */
export const writeOne = async <Options extends { readonly offline?: boolean }>(
  run: Run<Options>,
  action: RepositoryAction,
  said: string,
  extra: object = {},
): Promise<void> => {
  const { first, published, waiting } = await writeFirst(run, action)
  run.output.result(
    { ...first, published, ...waitingJson(waiting), ...extra },
    () => `${said} (${toZ32(first.op)}), ${publishedText(published)}${waitingNote(waiting)}`,
  )
}
