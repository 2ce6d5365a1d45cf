/** How often each of a few names came up. */
export class Tally {
  readonly #counts = new Map<string, number>()

  add(name: string, by = 1): void {
    if (by !== 0) this.#counts.set(name, this.of(name) + by)
  }
  addAll(other: Tally): void {
    for (const [name, count] of other.entries()) this.add(name, count)
  }
  of(name: string): number {
    return this.#counts.get(name) ?? 0
  }
  entries(): IterableIterator<[name: string, count: number]> {
    return this.#counts.entries()
  }
}
