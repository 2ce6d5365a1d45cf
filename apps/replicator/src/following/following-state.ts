import { founderOf } from '@hypergit/domain'
import type { Log } from '@hypergit/log'
import type { FollowingState } from '@hypergit/queues'

/** What is taken of one user log, at most. */
export interface UserLogBounds {
  readonly opsMax: number
  readonly bytesMax: number
  readonly devicesMax: number
}

export interface FollowingFacts {
  readonly sinceMs: number
  /** Cores that were ever named as devices. */
  readonly devices: number
}

/** How the replication of a user log goes. */
export const followingState = (
  log: Pick<Log, 'id' | 'core' | 'cores'>,
  { sinceMs, devices }: FollowingFacts,
  { opsMax, bytesMax, devicesMax }: UserLogBounds,
  { nowMs, goneAfterMs }: { readonly nowMs: number; readonly goneAfterMs: number },
): FollowingState => {
  if ((log.core(founderOf(log.id))?.length ?? 0) === 0) return nowMs - sinceMs < goneAfterMs ? 'fetching' : 'gone'
  let [ops, bytes] = [0, 0]
  for (const core of log.cores()) {
    ops += core.length
    bytes += core.byteLength
  }
  return ops >= opsMax || bytes >= bytesMax || devices > devicesMax ? 'over-quota' : 'followed'
}
