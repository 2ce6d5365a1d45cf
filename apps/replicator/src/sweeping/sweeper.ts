import type { BlockRules } from '@hypergit/log'
import type { Draft, SweepJob } from '@hypergit/queues'
import type { HostedLog } from '../hosting/hosted-log.js'
import { sweepJobs } from './sweep-jobs.js'
import type { SweepPauses } from './sweep-turn.js'

export interface SweeperOptions extends SweepPauses {
  readonly rules: BlockRules
  readonly send: (jobs: readonly Draft<SweepJob>[]) => Promise<void>
  readonly now: () => number
  /** 0 up to 1. */
  readonly random: () => number
}

/** Jobs that are sent together. */
const batchLength = 64

/**
 * Compares what is here with what the validator has: at each run the cores of logs whose answers are overdue, and whole logs whose turn it is. One
 * run looks at every hosted log and reads none that is not due.
 */
export class Sweeper {
  constructor(private readonly options: SweeperOptions) {}

  /** Stops early when `signal` is aborted. */
  async run(logs: Iterable<HostedLog>, signal: AbortSignal): Promise<void> {
    let batch: Draft<SweepJob>[] = []
    for (const hosted of logs) {
      if (signal.aborted) return
      batch.push(...(await this.#jobsOf(hosted)))
      if (batch.length < batchLength) continue
      await this.options.send(batch)
      batch = []
    }
    if (batch.length > 0) await this.options.send(batch)
  }

  async #jobsOf({ log, feed, sweepTurn, kind }: HostedLog): Promise<readonly Draft<SweepJob>[]> {
    const { rules, now, random } = this.options
    if (sweepTurn.due(now(), this.options)) {
      const jobs = await sweepJobs(log, kind, rules)
      feed.remindOfForks()
      const cores = jobs.flatMap((job) => job.cores.map(({ core }) => core))
      sweepTurn.sent(cores, now(), 0.8 + 0.4 * random())
      feed.asked()
      return jobs
    }
    if (!feed.stalled()) return []
    const jobs = await sweepJobs(log, kind, rules, feed.unconfirmedCores())
    feed.asked()
    return jobs
  }
}
