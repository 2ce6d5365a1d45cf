/** Between two lines, ms. */
const everyMs = 30_000

/**
 * Says on standard error how far a slow suite is, every half minute and at its end: `plain model: 4,000 of 80,000, 31/s`. `more` adds to each line.
 * The last line's figures are what the suite measured.
 */
export class SlowProgress {
  readonly #begunMs = performance.now()
  #toldMs = this.#begunMs
  #done = 0

  constructor(
    readonly what: string,
    readonly total: number,
    readonly more: () => string = () => '',
  ) {}

  advance(by = 1): void {
    this.#done += by
    if (this.#done < this.total && performance.now() - this.#toldMs < everyMs) return
    this.#toldMs = performance.now()
    const seconds = (this.#toldMs - this.#begunMs) / 1000
    const figures = [
      `${this.#done.toLocaleString('en')} of ${this.total.toLocaleString('en')}`,
      `${Math.round(this.#done / seconds).toLocaleString('en')}/s`,
      `${Math.round(seconds).toLocaleString('en')} s`,
      this.more(),
    ]
    process.stderr.write(`${this.what}: ${figures.filter((figure) => figure !== '').join(', ')}\n`)
  }
}
