/**
 * How a validator gets on with the `validate` jobs of one partition, of whatever log. It works on them in the order sent, so that a job without an answer
 * is still in line while answers come for jobs that were sent before it.
 */
export class LanePace {
  #answeredAtMs = -Infinity
  #newestSentAtMs = -Infinity

  /** A job that was sent then is answered now. */
  answered(sentAtMs: number, nowMs: number): void {
    this.#answeredAtMs = nowMs
    this.#newestSentAtMs = Math.max(this.#newestSentAtMs, sentAtMs)
  }

  /** Whether a job that was sent then is in line, by what was answered after `sinceMs`: none that was sent later. */
  isInLine(sentAtMs: number, sinceMs: number): boolean {
    return this.#answeredAtMs > sinceMs && this.#newestSentAtMs <= sentAtMs
  }
}
