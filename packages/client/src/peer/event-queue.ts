/** Events kept for a slow reader; past it the oldest are dropped, since each says how things are by then. */
const eventsMax = 1_024

/** Events from callbacks, read as a stream that ends with a signal. */
export class EventQueue<Event> {
  readonly #events: Event[] = []
  #wake: () => void = () => undefined
  readonly #waiting: (() => void)[] = []

  constructor(private readonly stopped: AbortSignal) {}

  push(event: Event): void {
    this.#events.push(event)
    if (this.#events.length > eventsMax) this.#events.shift()
    this.#wake()
  }

  /** As `push`, but nothing is dropped: resolves when the reader has caught up, or the stream ends. */
  async offer(event: Event): Promise<void> {
    this.#events.push(event)
    this.#wake()
    if (this.#events.length < eventsMax || this.stopped.aborted) return
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  async *drain(): AsyncGenerator<Event> {
    const onStop = (): void => this.#wake()
    this.stopped.addEventListener('abort', onStop)
    try {
      while (!this.stopped.aborted) {
        const event = this.#events.shift()
        if (this.#events.length === 0) this.#release()
        if (event !== undefined) yield event
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
      }
    } finally {
      this.stopped.removeEventListener('abort', onStop)
      this.#release()
    }
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
