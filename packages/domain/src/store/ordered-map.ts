const chunkEntriesMax = 512

interface Chunk<Value> {
  readonly keys: string[]
  readonly values: Value[]
}

/** A map in the order of its string keys (by UTF-16 code unit): look-up, insertion and removal in logarithmic time, iteration from any key. */
export class OrderedMap<Value> {
  #chunks: Chunk<Value>[] = [{ keys: [], values: [] }]
  #size = 0

  get size(): number {
    return this.#size
  }

  get(key: string): Value | undefined {
    const chunk = this.#chunkAt(this.#chunkFor(key))
    const at = lowerBound(chunk.keys, key)
    return chunk.keys[at] === key ? chunk.values[at] : undefined
  }

  set(key: string, value: Value): void {
    const index = this.#chunkFor(key)
    const chunk = this.#chunkAt(index)
    const at = lowerBound(chunk.keys, key)
    if (chunk.keys[at] === key) {
      chunk.values[at] = value
      return
    }
    chunk.keys.splice(at, 0, key)
    chunk.values.splice(at, 0, value)
    this.#size += 1
    if (chunk.keys.length > chunkEntriesMax) this.#split(index)
  }

  delete(key: string): void {
    const index = this.#chunkFor(key)
    const chunk = this.#chunkAt(index)
    const at = lowerBound(chunk.keys, key)
    if (chunk.keys[at] !== key) return
    chunk.keys.splice(at, 1)
    chunk.values.splice(at, 1)
    this.#size -= 1
    if (chunk.keys.length === 0 && this.#chunks.length > 1) this.#chunks.splice(index, 1)
  }

  /** Entries with from ≤ key < to, at most `limit` of them, copied so that later writes do not disturb the reader. */
  slice(from: string, to: string, reverse: boolean, limit: number): [string, Value][] {
    return reverse ? this.#descending(from, to, limit) : this.#ascending(from, to, limit)
  }

  #ascending(from: string, to: string, limit: number): [string, Value][] {
    const found: [string, Value][] = []
    for (let index = this.#chunkFor(from); index < this.#chunks.length; index++) {
      const { keys, values } = this.#chunkAt(index)
      for (let at = lowerBound(keys, from); at < keys.length; at++) {
        const key = keys[at] as string
        if (key >= to || found.length >= limit) return found
        found.push([key, values[at] as Value])
      }
    }
    return found
  }

  #descending(from: string, to: string, limit: number): [string, Value][] {
    const found: [string, Value][] = []
    for (let index = this.#chunkFor(to); index >= 0; index--) {
      const { keys, values } = this.#chunkAt(index)
      for (let at = lowerBound(keys, to) - 1; at >= 0; at--) {
        const key = keys[at] as string
        if (key < from || found.length >= limit) return found
        found.push([key, values[at] as Value])
      }
    }
    return found
  }

  #chunkAt(index: number): Chunk<Value> {
    return this.#chunks[index] as Chunk<Value>
  }

  /** The chunk that holds the key, or that it would be put into. */
  #chunkFor(key: string): number {
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      const first = this.#chunkAt(middle).keys[0]
      if (first !== undefined && first <= key) low = middle
      else high = middle - 1
    }
    return low
  }

  #split(index: number): void {
    const { keys, values } = this.#chunkAt(index)
    const half = keys.length >>> 1
    this.#chunks.splice(index + 1, 0, { keys: keys.splice(half), values: values.splice(half) })
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
