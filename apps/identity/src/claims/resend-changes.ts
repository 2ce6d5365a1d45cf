import type { Producer } from '@hypergit/queues'
import type { ChangePlace, ClaimStore } from './claim-store.js'

const pageLength = 500

/** Says again what changed since `sinceMs`; the receiver goes by version. Stops early when `signal` is aborted. */
export const resendChanges = async (
  store: ClaimStore,
  identities: Pick<Producer<'identities'>, 'sendAll'>,
  sinceMs: number,
  signal: AbortSignal,
): Promise<void> => {
  let place: ChangePlace | undefined = { changedAtMs: sinceMs, version: 0 }
  while (place !== undefined && !signal.aborted) {
    const { jobs, next } = await store.changedAfter(place, pageLength)
    if (jobs.length > 0) await identities.sendAll(jobs)
    place = next
  }
}
