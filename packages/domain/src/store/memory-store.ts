import { keyFromText, keyToText, rangeToTexts } from './key-text.js'
import { OrderedMap } from './ordered-map.js'
import {
  type CollectionName,
  collections,
  type Key,
  type LogStore,
  type Range,
  type StoredRecord,
  type Write,
} from './port.js'

/** Collections whose records are written once and stay: they need a place among the others only when somebody reads them. */
const writtenOnce: ReadonlySet<CollectionName> = new Set(['chain', 'timeline'])

/** The store in memory: for tests, scenario runs and previews of what nobody keeps. Nothing outlives the process. */
export class MemoryStore implements LogStore {
  readonly #unplaced = new Map<CollectionName, Write[]>([...writtenOnce].map((name) => [name, []]))
  readonly #maps = new Map<CollectionName, OrderedMap<Uint8Array>>(
    (Object.keys(collections) as CollectionName[]).map((name) => [name, new OrderedMap<Uint8Array>()]),
  )

  get(collection: CollectionName, key: Key): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#map(collection).get(keyToText(key)))
  }

  getMany(collection: CollectionName, keys: readonly Key[]): Promise<readonly (Uint8Array | undefined)[]> {
    const map = this.#map(collection)
    return Promise.resolve(keys.map((key) => map.get(keyToText(key))))
  }

  async *range(collection: CollectionName, range: Range): AsyncGenerator<StoredRecord> {
    const { from, to } = rangeToTexts(range)
    for (const [text, value] of this.#map(collection).slice(
      from,
      to,
      range.reverse ?? false,
      range.limit ?? Number.POSITIVE_INFINITY,
    )) {
      yield { key: keyFromText(collection, text), value }
    }
  }

  commit(writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      const unplaced = this.#unplaced.get(write.collection)
      if (unplaced === undefined) place(write, this.#placed(write.collection))
      else unplaced.push(write)
    }
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  #map(collection: CollectionName): OrderedMap<Uint8Array> {
    const map = this.#placed(collection)
    for (const write of this.#unplaced.get(collection)?.splice(0) ?? []) place(write, map)
    return map
  }

  #placed(collection: CollectionName): OrderedMap<Uint8Array> {
    return this.#maps.get(collection) as OrderedMap<Uint8Array>
  }
}

const place = ({ key, value }: Write, map: OrderedMap<Uint8Array>): void => {
  if (value === undefined) map.delete(keyToText(key))
  else map.set(keyToText(key), value)
}
