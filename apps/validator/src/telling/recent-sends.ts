/** A job that is sent again after a while. */
interface Recent {
  readonly sentAtMs: number
  readonly bytes: number
  times: number
  readonly send: () => Promise<void>
}

/**
 * Jobs that nobody asks for again when they are lost (`events`, `claims`) are sent a few more times: what they say is made unique by who
 * receives it, so an emptied Redis loses none and nothing happens twice. Held in memory up to `bytesMax`, the oldest given up first; a validator
 * that is killed says the newest ones again by itself when it opens their log.
 */
export class RecentSends {
  readonly #recent = new Set<Recent>()
  #bytes = 0

  constructor(
    private readonly options: {
      readonly resendAfterMs: readonly number[]
      readonly bytesMax: number
      readonly now: () => number
    },
  ) {}

  add(bytes: number, send: () => Promise<void>): void {
    if (this.options.resendAfterMs.length === 0) return
    this.#recent.add({ sentAtMs: this.options.now(), bytes, times: 0, send })
    this.#bytes += bytes
    for (const oldest of this.#recent) {
      if (this.#bytes <= this.options.bytesMax) break
      this.#forget(oldest)
    }
  }

  /** Sends what is due again. Rejects with the first failure; what was not sent stays due. */
  async sendDue(): Promise<void> {
    for (const recent of this.#recent) {
      const dueAfter = this.options.resendAfterMs[recent.times]
      if (dueAfter === undefined) this.#forget(recent)
      else if (this.options.now() - recent.sentAtMs >= dueAfter) {
        await recent.send()
        recent.times += 1
      }
    }
  }

  #forget(recent: Recent): void {
    if (this.#recent.delete(recent)) this.#bytes -= recent.bytes
  }
}
