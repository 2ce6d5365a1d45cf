export type MirrorErrorCode =
  /** Another mirror runs on the same folder. */
  | 'DATA_IN_USE'
  /** The folder cannot be made or written. */
  | 'DATA_UNUSABLE'
  /** The folder is the demo's, which stays off the public DHT. */
  | 'DATA_OF_DEMO'
  /** The demo's peers did not come to where the sample leads. */
  | 'DEMO_FAILED'

/** Why a mirror does not start on a folder, in words for whoever starts it. */
export class MirrorError extends Error {
  override readonly name = 'MirrorError'

  constructor(
    readonly code: MirrorErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options)
  }
}
