import type { CoreKey } from '@hypergit/domain'
import type { VerdictsJob } from '@hypergit/queues'

export interface SweepPauses {
  /** Until a log is swept again whose last sweep was not answered in full, or that misses parents. */
  readonly unsettledSweepMs: number
  /** Until a log is swept again that agreed with the validator. */
  readonly fullSweepMs: number
}

/**
 * When one log is swept whole: soon again until the validator has answered for each core and misses nothing, and rarely once it has. What comes
 * afterwards is watched by the feed, core by core.
 */
export class SweepTurn {
  #sentAtMs = -Infinity
  #stretch = 1
  /** Cores of the last sweep that were not answered yet. */
  #awaited: Set<CoreKey> | undefined
  #missing = false

  get settled(): boolean {
    return this.#awaited === undefined && !this.#missing
  }

  /** `stretch` spreads the sweeps of many logs over time: about 1. */
  sent(cores: Iterable<CoreKey>, nowMs: number, stretch: number): void {
    const awaited = new Set(cores)
    this.#awaited = awaited.size === 0 ? undefined : awaited
    this.#missing = false
    this.#sentAtMs = nowMs
    this.#stretch = stretch
  }

  answered({ applied, missing }: Pick<VerdictsJob, 'applied' | 'missing'>): void {
    if (missing.length > 0) this.#missing = true
    for (const { core } of applied) this.#awaited?.delete(core)
    if (this.#awaited?.size === 0) this.#awaited = undefined
  }

  due(nowMs: number, { unsettledSweepMs, fullSweepMs }: SweepPauses): boolean {
    return nowMs - this.#sentAtMs >= (this.settled ? fullSweepMs : unsettledSweepMs) * this.#stretch
  }
}
