/** What has a place in an order in which each comes after what it needs, and knows all that is before it. */
export interface Placed<Member> {
  readonly place: number
  readonly past: Past<Member>
}

const bits = 32
const bitsLog2 = 5
const wordOf = (place: number): number => place >>> bitsLog2

/**
 * What is before one of an order, a bit for each place: in a scenario of thousands of steps each has thousands before it, and a set of objects for
 * each of them would fill the memory.
 */
export class Past<Member> implements Iterable<Member> {
  private constructor(
    private readonly order: readonly Member[],
    private readonly words: Uint32Array,
  ) {}

  static none<Member>(order: readonly Member[]): Past<Member> {
    return new Past(order, new Uint32Array(0))
  }

  has({ place }: { readonly place: number }): boolean {
    return ((this.words[wordOf(place)] ?? 0) & (1 << (place % bits))) !== 0
  }

  /** Those, and what is before them, as well. */
  with(...members: readonly Placed<Member>[]): Past<Member> {
    const words = new Uint32Array(Math.max(this.words.length, ...members.map(({ place }) => wordOf(place) + 1)))
    words.set(this.words)
    for (const { place, past } of members) {
      for (const [index, word] of past.words.entries()) words[index] = (words[index] ?? 0) | word
      words[wordOf(place)] = (words[wordOf(place)] ?? 0) | (1 << (place % bits))
    }
    return new Past(this.order, words)
  }

  *[Symbol.iterator](): IterableIterator<Member> {
    for (const [place, member] of this.order.slice(0, this.words.length * bits).entries())
      if (this.has({ place })) yield member
  }
}
