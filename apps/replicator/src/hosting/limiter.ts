/** Runs at most `atOnceMax` tasks at a time, the others wait in the order asked for. */
export class Limiter {
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(private readonly atOnceMax: number) {}

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.atOnceMax) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running += 1
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      // The place goes to the next one without becoming free in between.
      if (next === undefined) this.#running -= 1
      else next()
    }
  }
}
