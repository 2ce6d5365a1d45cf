export interface StatusPauses {
  /** Between two states that differ. */
  readonly statusMs: number
  /** A new state is told once more after this, in case it was lost. */
  readonly repeatMs: number
  /** An old one is told again and again after this. */
  readonly refreshMs: number
}

/** When a log's state of replication is told. */
export class StatusTurn {
  #changed = true
  #repeated = false
  #sentAtMs = -Infinity
  #stretch = 1

  change(): void {
    this.#changed = true
  }

  due(nowMs: number, { statusMs, repeatMs, refreshMs }: StatusPauses): boolean {
    const sinceMs = nowMs - this.#sentAtMs
    if (this.#changed) return sinceMs >= statusMs
    return sinceMs >= (this.#repeated ? refreshMs : repeatMs) * this.#stretch
  }

  /** `stretch` spreads the states of many logs over time: about 1. */
  sent(nowMs: number, stretch: number): void {
    this.#repeated = !this.#changed
    this.#changed = false
    this.#sentAtMs = nowMs
    this.#stretch = stretch
  }
}
