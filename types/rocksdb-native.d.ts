declare module 'rocksdb-native' {
  interface CodecState {
    start: number
    end: number
    buffer: Uint8Array | null
  }

  /** A compact-encoding codec of keys. */
  export interface Codec {
    preencode(state: CodecState, key: Uint8Array): void
    encode(state: CodecState, key: Uint8Array): void
    decode(state: CodecState): Uint8Array
  }

  interface SessionOptions {
    readonly columnFamily?: string
    readonly snapshot?: boolean
    readonly keyEncoding?: Codec
  }

  interface BytesRange {
    readonly gt?: Uint8Array
    readonly gte?: Uint8Array
    readonly lt?: Uint8Array
    readonly lte?: Uint8Array
  }

  interface WriteBatch {
    tryPut(key: Uint8Array, value: Uint8Array): void
    tryDelete(key: Uint8Array): void
    flush(): Promise<void>
    destroy(): void
  }

  export default class RocksDB {
    constructor(path: string, options?: { readonly readOnly?: boolean; readonly maxBackgroundJobs?: number })
    readonly closed: boolean
    ready(): Promise<void>
    session(options?: SessionOptions): RocksDB
    get(key: Uint8Array): Promise<Buffer | null>
    put(key: Uint8Array, value: Uint8Array): Promise<void>
    write(): WriteBatch
    iterator(
      range: BytesRange,
      options?: { readonly capacity?: number },
    ): AsyncIterable<{ readonly key: Buffer; readonly value: Buffer }>
    deleteRange(start: Uint8Array, end: Uint8Array): Promise<void>
    close(options?: { readonly force?: boolean }): Promise<void>
  }
}
