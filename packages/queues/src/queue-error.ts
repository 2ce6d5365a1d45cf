export type QueueErrorCode =
  /** A payload that does not fit its contract or is too large: a bug of the sender. */
  | 'invalid-job'
  /** The back end cannot be reached, or does not take jobs. */
  | 'unavailable'
  /** The Redis given would lose or evict jobs, or is too old. */
  | 'unsuitable-redis'
  /** HYPERGIT_QUEUES=redis without a REDIS_URL and without a redis-server on the PATH. */
  | 'no-redis'

/** The broken worlds of the queues. The message says what is wrong and what would be right. */
export class QueueError extends Error {
  override readonly name = 'QueueError'
  readonly code: QueueErrorCode

  constructor(code: QueueErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
