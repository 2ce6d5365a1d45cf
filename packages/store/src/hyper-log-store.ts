import {
  type CollectionName,
  collections,
  type Key,
  type KeyPart,
  type LogStore,
  type Range,
  type StoredRecord,
  type Write,
} from '@hypergit/domain'
import type HyperDB from 'hyperdb'
import { keyFromFields, rangeToQuery } from './key-fields.js'
import { StoreError } from './store-error.js'

const empty = new Uint8Array(0)
const names = Object.fromEntries(
  (Object.keys(collections) as CollectionName[]).map((collection) => [collection, `@store/${collection}`]),
) as Readonly<Record<CollectionName, string>>
const named = (collection: CollectionName): string => names[collection]

/** HyperDB gives a buffer of no bytes back as null. */
const valueOf = (record: Readonly<Record<string, unknown>>): Uint8Array =>
  (record['value'] as Uint8Array | null) ?? empty

/** What the folder is told when a store of it closes or fails. */
export interface StoreOwner {
  closed(): void
  failed(cause: unknown): StoreError
  failure(): StoreError | undefined
}

/**
 * The store of one log on HyperDB. A commit is one write to RocksDB's journal: it survives the end of the process at any moment. After a write
 * failed, everything but `close` rejects with the same StoreError until the folder is opened again.
 */
export class HyperLogStore implements LogStore {
  #closed = false
  constructor(
    private readonly db: HyperDB,
    private readonly owner: StoreOwner,
  ) {}

  async get(collection: CollectionName, key: Key): Promise<Uint8Array | undefined> {
    const record = await this.#guard(() => this.db.get(named(collection), { key }))
    return record === null ? undefined : valueOf(record)
  }

  async getMany(collection: CollectionName, keys: readonly Key[]): Promise<readonly (Uint8Array | undefined)[]> {
    const records = await this.#guard(() => {
      this.db.cork()
      const reads = keys.map((key) => this.db.get(named(collection), { key }))
      this.db.uncork()
      return Promise.all(reads)
    })
    return records.map((record) => (record === null ? undefined : valueOf(record)))
  }

  async *range(collection: CollectionName, range: Range): AsyncGenerator<StoredRecord> {
    this.#usable()
    if (range.limit === 0) return
    const found = this.db.find(named(collection), rangeToQuery(range))
    try {
      for await (const record of found) yield { key: keyFromFields(collection, record), value: valueOf(record) }
    } catch (cause) {
      throw this.#explain(cause)
    }
  }

  async commit(writes: readonly Write[]): Promise<void> {
    const last = lastOfEachKey(writes)
    await this.#guard(async () => {
      const transaction = await this.db.exclusiveTransaction()
      try {
        transaction.cork()
        const pending = last.map(({ collection, key, value }) =>
          value === undefined
            ? transaction.delete(named(collection), { key })
            : transaction.insert(named(collection), { key, value }),
        )
        transaction.uncork()
        await Promise.all(pending)
        await transaction.flush()
      } catch (cause) {
        await transaction.close()
        throw this.#closed ? cause : this.owner.failed(cause)
      }
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.owner.closed()
    await this.db.close()
  }

  async #guard<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#usable()
    try {
      return await work()
    } catch (cause) {
      throw this.#explain(cause)
    }
  }

  #usable(): void {
    if (this.#closed) throw new StoreError('STORE_CLOSED', 'the store of this log is closed')
    const failure = this.owner.failure()
    if (failure !== undefined) throw failure
  }

  #explain(cause: unknown): StoreError {
    if (cause instanceof StoreError) return cause
    if (this.#closed) return new StoreError('STORE_CLOSED', 'the store of this log was closed meanwhile', { cause })
    return new StoreError('STORE_FAILED', 'reading from the store of this log failed', { cause })
  }
}

/** Whether two writes may be to one key: their keys end alike, as those of different ops do not. */
const mayRepeat = (writes: readonly Write[]): boolean => {
  const endings = new Map<CollectionName, Set<KeyPart | undefined>>()
  for (const { collection, key } of writes) {
    const seen = endings.get(collection) ?? new Set()
    endings.set(collection, seen)
    const ending = key.at(-1)
    if (seen.has(ending)) return true
    seen.add(ending)
  }
  return false
}

/** HyperDB makes its look-ups of a batch side by side, so each key may be in it only once. */
const lastOfEachKey = (writes: readonly Write[]): readonly Write[] => {
  if (!mayRepeat(writes)) return writes
  const byKey = new Map<string, Write>()
  for (const write of writes) byKey.set(`${write.collection} ${write.key.join(' ')}`, write)
  return byKey.size === writes.length ? writes : [...byKey.values()]
}
