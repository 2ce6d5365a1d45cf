const minuteMs = 60_000

/** Lets `perMinute` things through a minute, at most that many at once. */
export class TokenBucket {
  #tokens: number
  #filledAtMs: number

  constructor(
    readonly perMinute: number,
    readonly clock: () => number,
  ) {
    this.#tokens = perMinute
    this.#filledAtMs = clock()
  }

  take(): boolean {
    this.#fill()
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  /** Milliseconds until one is there, 0 if it is. */
  waitMs(): number {
    this.#fill()
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) * minuteMs) / this.perMinute)
  }

  #fill(): void {
    const nowMs = this.clock()
    const passedMs = Math.max(0, nowMs - this.#filledAtMs)
    this.#tokens = Math.min(this.perMinute, this.#tokens + (passedMs * this.perMinute) / minuteMs)
    this.#filledAtMs = nowMs
  }
}
