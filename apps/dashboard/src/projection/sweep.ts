import type { Producer } from '@hypergit/queues'
import type { Pool } from 'pg'
import type { HostingStore } from '../hosting/hosting-store.js'
import { projectionPage } from './projection-page.js'

const pageLength = 500
/** What changed within this time is said again at every run: a job of it may have been lost. */
const recentMs = 15 * 60_000
/** All of it is said again this often, give or take a fifth. */
const fullMs = 15 * 60_000

export interface SweepParts {
  readonly pool: Pool
  readonly hosting: HostingStore
  readonly hostingJobs: Producer<'hosting'>
  readonly hostedJobs: Producer<'hosted'>
  readonly resync: Producer<'resync'>
  readonly now: () => number
  /** 0 up to 1. */
  readonly random: () => number
}

/**
 * Says again which logs are to be hosted and how far each hosted one is projected: at every run what changed of late or is incomplete, so that a
 * lost job costs a minute and nothing else, and all of it at the first run and then rarely, so that a thousand idle repositories cost next to
 * nothing.
 */
export class ProjectionSweep {
  #fullDueAtMs = -Infinity

  constructor(private readonly parts: SweepParts) {}

  /** Stops early when `signal` is aborted. Rejects when SQL or the queues fail; the next run begins again. */
  async run(signal: AbortSignal): Promise<void> {
    const { now, random } = this.parts
    const full = now() >= this.#fullDueAtMs
    const sinceMs = full ? undefined : now() - recentMs
    await this.#sayHosting(sinceMs, signal)
    await this.#sayProjected(sinceMs, signal)
    if (full && !signal.aborted) this.#fullDueAtMs = now() + fullMs * (0.8 + 0.4 * random())
  }

  async #sayHosting(sinceMs: number | undefined, signal: AbortSignal): Promise<void> {
    for (let after = ''; !signal.aborted;) {
      const page = await this.parts.hosting.page(after, pageLength, sinceMs)
      if (page.length === 0) return
      await this.parts.hostingJobs.sendAll(page.map((state) => ({ ...state, by: 'operator' as const })))
      await this.parts.hostedJobs.sendAll(page)
      after = page.at(-1)?.log ?? ''
    }
  }

  async #sayProjected(sinceMs: number | undefined, signal: AbortSignal): Promise<void> {
    for (let after = ''; !signal.aborted;) {
      const page = await projectionPage(this.parts.pool, after, pageLength, sinceMs)
      if (page.length === 0) return
      await this.parts.resync.sendAll(page)
      after = page.at(-1)?.log ?? ''
    }
  }
}
