import type { LeaseStore } from './lease-store.js'

/** A holder that is not renewed for this long has lost its partitions to whoever takes them. */
export const leaseTtlMs = 8_000
export const leaseRenewMs = 2_000
/** This long before its lease runs out, a holder that could not renew it stops by itself, before another can start. */
export const leaseMarginMs = 1_500

export interface LeaseTimes {
  readonly ttlMs: number
  readonly renewMs: number
  readonly marginMs: number
}

export const leaseTimes: LeaseTimes = { ttlMs: leaseTtlMs, renewMs: leaseRenewMs, marginMs: leaseMarginMs }

export interface LeaseHooks {
  /** A partition is ours: work may begin. Must not wait for work. */
  readonly gained: (partition: number) => Promise<void>
  /** A partition is to be given back: resolves when its work has ended, and only then others can have it. */
  readonly releasing: (partition: number) => Promise<void>
  /** A partition may be another's already: its work is to stop at once. */
  readonly lost: (partition: number) => Promise<void>
  readonly problem: (problem: Error) => void
}

/** Holds a fair share of a service's partitions for one worker, from `start` to `stop`. */
export class Leases {
  readonly #store: LeaseStore
  readonly #hooks: LeaseHooks
  readonly #times: LeaseTimes
  readonly #held = new Set<number>()
  /** Still ours in the database, and their work is ending. */
  readonly #ending = new Set<number>()
  #timer: NodeJS.Timeout | undefined
  #watchdog: NodeJS.Timeout | undefined
  #turn: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(store: LeaseStore, hooks: LeaseHooks, times: LeaseTimes = leaseTimes) {
    this.#store = store
    this.#hooks = hooks
    this.#times = times
  }

  held(): readonly number[] {
    return [...this.#held].sort((a, b) => a - b)
  }

  has(partition: number): boolean {
    return this.#held.has(partition)
  }

  /** Resolves when the first partitions are ours; rejects when the database refuses. */
  async start(): Promise<void> {
    await this.#renew()
    this.#schedule()
  }

  /** Ends the work of every partition and gives all of them back. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#turn
    await Promise.all(this.held().map((partition) => this.#giveBack(partition)))
    clearTimeout(this.#watchdog)
    await this.#store.leave()
  }

  #schedule(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#turn = this.#renew()
        .catch((error: unknown) => this.#hooks.problem(error as Error))
        .finally(() => this.#schedule())
    }, this.#times.renewMs)
  }

  async #renew(): Promise<void> {
    // What the database grants counts from when it was asked.
    const askedAt = performance.now()
    const view = await this.#store.renew()
    this.#watch(askedAt)
    if (!view.renewed) await this.#loseAll()
    const granted = new Set(view.held)
    const taken = [...this.#held, ...this.#ending].filter((partition) => !granted.has(partition))
    await Promise.all(taken.map((partition) => this.#lose(partition)))
    const fresh = view.held.filter((partition) => !this.#held.has(partition) && !this.#ending.has(partition))
    for (const partition of fresh) this.#held.add(partition)
    await Promise.all(fresh.map((partition) => this.#hooks.gained(partition)))
    for (const partition of this.held().slice(view.share)) {
      // Not awaited: work may take long to end, and renewing must go on meanwhile.
      this.#giveBack(partition).catch((error: unknown) => this.#hooks.problem(error as Error))
    }
  }

  async #giveBack(partition: number): Promise<void> {
    this.#held.delete(partition)
    this.#ending.add(partition)
    try {
      await this.#hooks.releasing(partition)
      await this.#store.release(partition)
    } finally {
      this.#ending.delete(partition)
    }
  }

  async #lose(partition: number): Promise<void> {
    this.#held.delete(partition)
    await this.#hooks.lost(partition)
  }

  async #loseAll(): Promise<void> {
    await Promise.all([...this.#held, ...this.#ending].map((partition) => this.#lose(partition)))
  }

  #watch(renewedAt: number): void {
    clearTimeout(this.#watchdog)
    const leftMs = renewedAt + this.#times.ttlMs - this.#times.marginMs - performance.now()
    this.#watchdog = setTimeout(
      () => {
        this.#loseAll().catch((error: unknown) => this.#hooks.problem(error as Error))
      },
      Math.max(0, leftMs),
    )
  }
}
