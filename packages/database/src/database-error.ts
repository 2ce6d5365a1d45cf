/** What can go wrong with the database as a whole; the message says what to do. */
export type DatabaseErrorCode =
  /** The embedded server has no program for this platform, or it does not start. */
  | 'embedded-unavailable'
  /** DATABASE_URL cannot be reached, or refuses us. */
  | 'unreachable'
  /** A migration failed, or the database has one that this release does not know or knows otherwise. */
  | 'migration'

export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code: DatabaseErrorCode

  constructor(code: DatabaseErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
