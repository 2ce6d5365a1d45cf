import type { CollectionName, Key, LogStore, Range, StoredRecord, Write } from '@hypergit/domain'

/** A store that keeps what is committed to it, batch by batch, beside storing it. */
export class CapturingStore implements LogStore {
  readonly batches: (readonly Write[])[] = []

  constructor(private readonly inner: LogStore) {}

  get(collection: CollectionName, key: Key): Promise<Uint8Array | undefined> {
    return this.inner.get(collection, key)
  }

  getMany(collection: CollectionName, keys: readonly Key[]): Promise<readonly (Uint8Array | undefined)[]> {
    return this.inner.getMany(collection, keys)
  }

  range(collection: CollectionName, range: Range): AsyncIterable<StoredRecord> {
    return this.inner.range(collection, range)
  }

  commit(writes: readonly Write[]): Promise<void> {
    this.batches.push(writes)
    return this.inner.commit(writes)
  }

  close(): Promise<void> {
    return this.inner.close()
  }
}
