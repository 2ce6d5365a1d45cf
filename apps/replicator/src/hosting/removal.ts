import type { LogStorage } from '@hypergit/log'
import type { HostedStore } from '../sql/hosted-store.js'
import type { HostedLogs } from './hosted-logs.js'

const pageLength = 500

/** Deletes what is stored here of logs that have not been hosted for `removeAfterMs`, by whichever replicator they were hosted. */
export const removeStopped = async (
  parts: { readonly storage: LogStorage; readonly hosted: HostedLogs; readonly store: HostedStore },
  beforeMs: number,
): Promise<number> => {
  const stored = await parts.storage.logIds()
  let removed = 0
  for (let at = 0; at < stored.length; at += pageLength) {
    for (const log of await parts.store.stoppedSince(stored.slice(at, at + pageLength), beforeMs)) {
      if (parts.hosted.get(log) !== undefined) continue
      await parts.storage.removeLog(log)
      removed += 1
    }
  }
  return removed
}
