import type { LogQueries, OpView, ThreadView } from '@hypergit/domain'
import type { ThreadDetail } from '../api/reading.js'

const stepOps = 500
/** A thread of more entries is shown up to here. */
const entriesMax = 20_000

/** A thread with everything in it, in order of effective time, the opening left out. */
export const threadDetail = async (queries: LogQueries, thread: ThreadView): Promise<ThreadDetail> => {
  const entries: OpView[] = []
  let after: OpView | undefined
  for (;;) {
    const step: readonly OpView[] = await queries.timeline(thread.op, stepOps, after)
    entries.push(...step.filter(({ id }) => id !== thread.op))
    after = step.at(-1)
    if (step.length < stepOps || after === undefined || entries.length >= entriesMax) return { thread, entries }
  }
}
