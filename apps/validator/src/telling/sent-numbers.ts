/** What a number of an epoch said: a batch of the state, or only its hash. */
export type SentNumber = { readonly kind: 'batch'; readonly version: number } | { readonly kind: 'hash' }

/** What the newest numbers of an epoch said, so that they can be sent again. At most `countMax` are remembered. */
export class SentNumbers {
  #first = 1
  #sent: SentNumber[] = []

  constructor(private readonly countMax: number) {}

  /** Begins anew: the next number is `next`, and nothing before it can be sent again. */
  restart(next: number): void {
    this.#first = next
    this.#sent = []
  }

  add(sent: SentNumber): void {
    this.#sent.push(sent)
    while (this.#sent.length > this.countMax) {
      this.#sent.shift()
      this.#first += 1
    }
  }

  /** Everything after `number`, in order; undefined when that is more than is remembered. */
  after(number: number): readonly (SentNumber & { readonly number: number })[] | undefined {
    if (number + 1 < this.#first) return undefined
    return this.#sent.slice(number + 1 - this.#first).map((sent, index) => ({ ...sent, number: number + 1 + index }))
  }
}
