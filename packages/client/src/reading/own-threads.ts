import type { LogQueries, ThreadView } from '@hypergit/domain'
import { heldOps, isOwnHeld, type OwnSide } from '../identity/waiting.js'

/** Threads of the reader's own machines that are held, highest number first: no list has them until they are confirmed. */
export const heldThreads = async (queries: LogQueries, own: OwnSide): Promise<readonly ThreadView[]> => {
  const claimed = own.user === undefined ? [] : await queries.claimants(own.user)
  const held = claimed.filter(({ standing }) => standing === 'held')
  const threads: ThreadView[] = []
  for (const { core } of held) {
    for (const op of await heldOps(queries, core)) {
      const thread = op.action.type === 'thread.open' ? await queries.thread(op.id) : undefined
      if (thread !== undefined && isOwnHeld(thread, own)) threads.push(thread)
    }
  }
  return threads.toSorted((a, b) => b.number - a.number)
}
