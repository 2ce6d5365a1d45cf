const chunkKeysMax = 512

/**
 * A map that can be read in the order of its string keys (by UTF-16 code unit). New keys are put in order when somebody asks for it: a look-up or an
 * insertion costs as much as in a Map, the first reading after so many insertions a logarithm for each.
 */
export class OrderedMap<Value> {
  readonly #values = new Map<string, Value>()
  /** Keys that came since the last reading; some of them may have gone again, or come twice. */
  #unordered: string[] = []
  /** Keys in order, chunk by chunk; never without a chunk. */
  #chunks: string[][] = [[]]

  get size(): number {
    return this.#values.size
  }

  get(key: string): Value | undefined {
    return this.#values.get(key)
  }

  set(key: string, value: Value): void {
    const { size } = this.#values
    this.#values.set(key, value)
    if (this.#values.size > size) this.#unordered.push(key)
  }

  delete(key: string): void {
    if (!this.#values.delete(key)) return
    const index = this.#chunkFor(key)
    const keys = this.#chunkAt(index)
    const at = lowerBound(keys, key)
    if (keys[at] === key) keys.splice(at, 1)
    if (keys.length === 0 && this.#chunks.length > 1) this.#chunks.splice(index, 1)
  }

  /** Entries with from ≤ key < to, at most `limit` of them, copied so that later writes do not disturb the reader. */
  slice(from: string, to: string, reverse: boolean, limit: number): [string, Value][] {
    this.#putInOrder()
    return reverse ? this.#descending(from, to, limit) : this.#ascending(from, to, limit)
  }

  #ascending(from: string, to: string, limit: number): [string, Value][] {
    const found: [string, Value][] = []
    for (let index = this.#chunkFor(from); index < this.#chunks.length; index++) {
      const keys = this.#chunkAt(index)
      for (let at = lowerBound(keys, from); at < keys.length; at++) {
        const key = keys[at] as string
        if (key >= to || found.length >= limit) return found
        found.push([key, this.#values.get(key) as Value])
      }
    }
    return found
  }

  #descending(from: string, to: string, limit: number): [string, Value][] {
    const found: [string, Value][] = []
    for (let index = this.#chunkFor(to); index >= 0; index--) {
      const keys = this.#chunkAt(index)
      for (let at = lowerBound(keys, to) - 1; at >= 0; at--) {
        const key = keys[at] as string
        if (key < from || found.length >= limit) return found
        found.push([key, this.#values.get(key) as Value])
      }
    }
    return found
  }

  #putInOrder(): void {
    const isMost = this.#unordered.length > this.#values.size >>> 2
    if (isMost) this.#orderAll()
    else for (const key of this.#unordered) if (this.#values.has(key)) this.#insert(key)
    this.#unordered = []
  }

  #orderAll(): void {
    const keys = [...this.#values.keys()].sort()
    this.#chunks = [[]]
    for (let from = 0; from < keys.length; from += chunkKeysMax)
      this.#chunks[from / chunkKeysMax] = keys.slice(from, from + chunkKeysMax)
  }

  #insert(key: string): void {
    const index = this.#chunkFor(key)
    const keys = this.#chunkAt(index)
    const at = lowerBound(keys, key)
    if (keys[at] === key) return
    keys.splice(at, 0, key)
    if (keys.length > chunkKeysMax) this.#chunks.splice(index + 1, 0, keys.splice(keys.length >>> 1))
  }

  #chunkAt(index: number): string[] {
    return this.#chunks[index] as string[]
  }

  /** The chunk that holds the key, or that it would be put into. */
  #chunkFor(key: string): number {
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      const first = this.#chunkAt(middle)[0]
      if (first !== undefined && first <= key) low = middle
      else high = middle - 1
    }
    return low
  }
}

const lowerBound = (keys: readonly string[], key: string): number => {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] as string) < key) low = middle + 1
    else high = middle
  }
  return low
}
