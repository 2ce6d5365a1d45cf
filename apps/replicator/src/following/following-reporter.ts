import type { UserId } from '@hypergit/domain'
import type { Draft, FollowingJob, FollowingState } from '@hypergit/queues'
import type { HostedLog } from '../hosting/hosted-log.js'
import { followingState, type UserLogBounds } from './following-state.js'

export interface FollowingReporterOptions {
  readonly send: (jobs: readonly Draft<FollowingJob>[]) => Promise<void>
  readonly bounds: UserLogBounds
  readonly goneAfterMs: number
  readonly now: () => number
}

/** Jobs that are sent together. */
const batchLength = 256

/** Tells the identity service how the replication of each user log goes: when that changed, and when it asks. */
export class FollowingReporter {
  readonly #told = new Map<UserId, FollowingState>()

  constructor(private readonly options: FollowingReporterOptions) {}

  /** Whoever asks to follow a log is told of it again. */
  asked(user: UserId): void {
    this.#told.delete(user)
  }

  refuse(user: UserId): Promise<void> {
    return this.options.send([{ user, state: 'refused', at: this.options.now() }])
  }

  /** Stops early when `signal` is aborted. */
  async run(logs: Iterable<HostedLog>, signal: AbortSignal): Promise<void> {
    const { now, send } = this.options
    const nowMs = now()
    const jobs = this.#news(logs, nowMs)
    for (let from = 0; from < jobs.length && !signal.aborted; from += batchLength) {
      const batch = jobs.slice(from, from + batchLength)
      // Noted first: who asks meanwhile is told once more.
      for (const { user, state } of batch) this.#told.set(user, state)
      await send(batch).catch((error: unknown) => {
        for (const { user } of batch) this.#told.delete(user)
        throw error
      })
    }
  }

  #news(logs: Iterable<HostedLog>, nowMs: number): readonly Draft<FollowingJob>[] {
    const { bounds, goneAfterMs } = this.options
    const jobs: Draft<FollowingJob>[] = []
    const here = new Set<UserId>()
    for (const { log, following } of logs) {
      if (following === undefined) continue
      here.add(log.id)
      const state = followingState(log, following, bounds, { nowMs, goneAfterMs })
      if (this.#told.get(log.id) !== state) jobs.push({ user: log.id, state, at: nowMs })
    }
    for (const user of this.#told.keys()) if (!here.has(user)) this.#told.delete(user)
    return jobs
  }
}
