/**
 * | code | meaning |
 * |---|---|
 * | STORE_CLOSED | used after close, or the folder was closed underneath |
 * | STORE_FAILED | a read or write failed, for instance on a full disk; open the folder again before writing |
 * | STORE_IN_USE | another process has the folder open |
 */
export type StoreErrorCode = 'STORE_CLOSED' | 'STORE_FAILED' | 'STORE_IN_USE'

/** A broken world below a log's store; `cause` is what HyperDB or RocksDB said. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options)
  }
}
