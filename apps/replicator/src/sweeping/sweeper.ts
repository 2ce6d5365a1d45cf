import type { BlockRules } from '@hypergit/log'
import type { Draft, SweepJob } from '@hypergit/queues'
import type { HostedLog } from '../hosting/hosted-log.js'
import { sweepJobs } from './sweep-jobs.js'

export interface SweeperOptions {
  readonly rules: BlockRules
  readonly send: (jobs: readonly Draft<SweepJob>[]) => Promise<void>
  readonly fullSweepMs: number
  readonly now: () => number
  /** 0 up to 1. */
  readonly random: () => number
}

/**
 * Compares what is here with what the validator has: logs whose answers are overdue at each run, every log in each `fullSweepMs`, spread over that
 * time. One run looks at every hosted log and reads none that is not due.
 */
export class Sweeper {
  constructor(private readonly options: SweeperOptions) {}

  /** Stops early when `signal` is aborted. */
  async run(logs: Iterable<HostedLog>, signal: AbortSignal): Promise<void> {
    for (const hosted of logs) {
      if (signal.aborted) return
      const { log, feed } = hosted
      if (hosted.sweepDueAtMs <= this.options.now()) {
        hosted.sweepDueAtMs = this.options.now() + this.#jittered()
        await this.options.send(await sweepJobs(log, this.options.rules))
      } else if (feed.stalled()) {
        await this.options.send(await sweepJobs(log, this.options.rules, feed.unconfirmedCores()))
      }
    }
  }

  #jittered(): number {
    return this.options.fullSweepMs * (0.8 + 0.4 * this.options.random())
  }
}
