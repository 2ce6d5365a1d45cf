import type { Producer } from '@hypergit/queues'
import type { Pool } from 'pg'
import type { HostingStore } from '../hosting/hosting-store.js'
import { askForMissing } from './job-handlers.js'

const pageLength = 500

/**
 * Says all of it again: which logs are to be hosted, and how far each hosted one is projected, so that a lost job costs a minute and nothing
 * else. Stops early when `signal` is aborted.
 */
export const sweepOnce = async (
  parts: {
    readonly pool: Pool
    readonly hosting: HostingStore
    readonly hostingJobs: Producer<'hosting'>
    readonly resync: Producer<'resync'>
  },
  signal: AbortSignal,
): Promise<void> => {
  let after = ''
  for (;;) {
    const page = await parts.hosting.page(after, pageLength)
    if (page.length === 0 || signal.aborted) return
    await parts.hostingJobs.sendAll(page.map((state) => ({ ...state, by: 'operator' as const })))
    for (const state of page) {
      if (signal.aborted) return
      if (state.host) await askForMissing(parts.pool, parts.resync, state.log)
    }
    after = page.at(-1)?.log ?? ''
  }
}
