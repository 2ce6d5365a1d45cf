import type { LogStorage } from '@hypergit/log'
import type { Draft, ReplicationJob } from '@hypergit/queues'
import type { HostedLog } from '../hosting/hosted-log.js'
import { replicationJob } from './replication-job.js'

export interface ReporterOptions {
  readonly storage: LogStorage
  readonly send: (jobs: readonly Draft<ReplicationJob>[]) => Promise<void>
  readonly statusMs: number
  readonly now: () => number
  /** 0 up to 1. */
  readonly random: () => number
}

const repeatMs = 60_000
const refreshMs = 15 * 60_000
/** Jobs that are sent together. */
const batchLength = 64

/** Tells the dashboard how replication goes: of logs where it changed, of each at most once in `statusMs`, and of the others rarely. */
export class Reporter {
  constructor(private readonly options: ReporterOptions) {}

  async run(logs: Iterable<HostedLog>, signal: AbortSignal): Promise<void> {
    const { statusMs, random, send } = this.options
    let batch: Draft<ReplicationJob>[] = []
    for (const hosted of logs) {
      if (signal.aborted) return
      // Of user logs the identity service is told, and less.
      if (hosted.kind === 'user') continue
      const nowMs = this.options.now()
      if (!hosted.statusTurn.due(nowMs, { statusMs, repeatMs, refreshMs })) continue
      batch.push(replicationJob(hosted, this.options.storage, nowMs))
      hosted.statusTurn.sent(nowMs, 0.8 + 0.4 * random())
      hosted.refusals.clear()
      if (batch.length < batchLength) continue
      await send(batch)
      batch = []
    }
    if (batch.length > 0) await send(batch)
  }
}
