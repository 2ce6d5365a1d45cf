import type { LogStorage } from '@hypergit/log'
import type { Draft, ReplicationJob } from '@hypergit/queues'
import type { HostedLog } from '../hosting/hosted-log.js'
import { replicationJob } from './replication-job.js'

export interface ReporterOptions {
  readonly storage: LogStorage
  readonly send: (job: Draft<ReplicationJob>) => Promise<void>
  readonly statusMs: number
  readonly now: () => number
}

/** What did not change is told again so often, in case it was lost. */
const againMs = 300_000

/** Tells the dashboard how replication goes: of logs where it changed, and of each at most once in `statusMs`. */
export class Reporter {
  constructor(private readonly options: ReporterOptions) {}

  async run(logs: Iterable<HostedLog>, signal: AbortSignal): Promise<void> {
    for (const hosted of logs) {
      if (signal.aborted) return
      const nowMs = this.options.now()
      if (nowMs - hosted.statusSentAtMs < (hosted.changed ? this.options.statusMs : againMs)) continue
      const job = replicationJob(hosted, this.options.storage, nowMs)
      hosted.changed = false
      hosted.statusSentAtMs = nowMs
      hosted.refusals.clear()
      await this.options.send(job)
    }
  }
}
