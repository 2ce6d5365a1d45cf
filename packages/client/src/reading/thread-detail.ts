import type { CoreKey, LogQueries, OpView, ThreadView } from '@hypergit/domain'
import type { Waiting } from '../api/identities.js'
import type { ThreadDetail } from '../api/reading.js'

const stepOps = 500
/** A thread of more entries is shown up to here. */
const entriesMax = 20_000

/** What a reader is shown, and whose confirmation a held op of theirs waits for. */
export interface Reader {
  readonly sees: (op: OpView) => boolean
  readonly waiting: (core: CoreKey) => Promise<Waiting | undefined>
}

const everything: Reader = { sees: () => true, waiting: () => Promise.resolve(undefined) }

/** A thread with everything in it that the reader sees, in order of effective time, the opening left out. */
export const threadDetail = async (
  queries: LogQueries,
  thread: ThreadView,
  reader: Reader = everything,
): Promise<ThreadDetail> => {
  const entries: OpView[] = []
  let after: OpView | undefined
  for (;;) {
    const step: readonly OpView[] = await queries.timeline(thread.op, stepOps, after)
    entries.push(...step.filter((op) => op.id !== thread.op && reader.sees(op)))
    after = step.at(-1)
    if (step.length < stepOps || after === undefined || entries.length >= entriesMax) break
  }
  const held = [thread, ...entries].filter(({ decision }) => decision.outcome === 'held')
  const waiting: Record<CoreKey, Waiting> = {}
  for (const core of new Set(held.map(({ author }) => author.core))) {
    const one = await reader.waiting(core)
    if (one !== undefined) waiting[core] = one
  }
  return { thread, entries, ...(held.length === 0 ? {} : { waiting }) }
}
