export interface AskPauses {
  /** From a question to the next one, once. */
  readonly pauseMs: number
  /** It doubles with each question in a row that had no answer, up to this. */
  readonly pauseMaxMs: number
}

/**
 * When the validator is asked again what it has of a log that it does not answer for. The first question waits for nothing; the next ones come later
 * and later, since a validator that is behind would fall back further with each, and until it answers anything of the log.
 */
export class AskTurn {
  #inARow = 0
  #dueAtMs = -Infinity

  constructor(private readonly pauses: AskPauses) {}

  asked(nowMs: number): void {
    const { pauseMs, pauseMaxMs } = this.pauses
    this.#dueAtMs = nowMs + Math.max(pauseMs, Math.min(pauseMs * 2 ** this.#inARow, pauseMaxMs))
    this.#inARow += 1
  }

  /** What is still missing is asked about no later than if the question had been the first, and were asked now. */
  answered(nowMs: number): void {
    this.#inARow = 0
    this.#dueAtMs = Math.min(this.#dueAtMs, nowMs + this.pauses.pauseMs)
  }

  due(nowMs: number): boolean {
    return nowMs >= this.#dueAtMs
  }
}
