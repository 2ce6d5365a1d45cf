import type { BatchReport } from '@hypergit/domain'
import type { LiveLog } from '../repository/live-log.js'

/** Reports kept for a reader that is slower than the log. */
const reportsMax = 256

/** Reports of a log that a reader has not read yet, up to a bound. */
export class ReportBacklog {
  readonly #reports: BatchReport[] = []
  #overflowed = false
  #wake: (() => void) | undefined

  constructor(
    private readonly live: LiveLog,
    private readonly stopped: AbortSignal,
  ) {
    live.on('report', this.#onReport)
    stopped.addEventListener('abort', this.#onStop)
  }

  /** The next report. `overflowed` stands for reports that were dropped: what they told has to be read from the store. Nothing when stopped. */
  async next(): Promise<BatchReport | 'overflowed' | undefined> {
    for (;;) {
      if (this.stopped.aborted) return undefined
      const report = this.#reports.shift()
      if (report !== undefined) return report
      if (this.#overflowed) {
        this.#overflowed = false
        return 'overflowed'
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  close(): void {
    this.live.off('report', this.#onReport)
    this.stopped.removeEventListener('abort', this.#onStop)
  }

  readonly #onReport = (report: BatchReport): void => {
    if (this.#overflowed || this.#reports.length >= reportsMax) this.#overflowed = true
    else this.#reports.push(report)
    this.#wake?.()
  }

  readonly #onStop = (): void => this.#wake?.()
}
