import type { LogId } from '@hypergit/domain'
import type { LogStorage } from '@hypergit/log'
import type { HostedLogs } from './hosted-logs.js'

const pageLength = 500

/** Knows which of the logs have not been wanted since `beforeMs`. */
export interface StopStore {
  stoppedSince(logs: readonly LogId[], beforeMs: number): Promise<readonly LogId[]>
}

/** Deletes what is stored here of logs that have been neither hosted nor followed since `beforeMs`, by whichever replicator they were. */
export const removeStopped = async (
  parts: { readonly storage: LogStorage; readonly hosted: HostedLogs; readonly stores: readonly StopStore[] },
  beforeMs: number,
): Promise<number> => {
  const stored = await parts.storage.logIds()
  let removed = 0
  for (let at = 0; at < stored.length; at += pageLength) {
    const page = stored.slice(at, at + pageLength)
    const stopped = await Promise.all(parts.stores.map((store) => store.stoppedSince(page, beforeMs)))
    for (const log of new Set(stopped.flat())) {
      if (parts.hosted.get(log) !== undefined) continue
      await parts.storage.removeLog(log)
      removed += 1
    }
  }
  return removed
}
