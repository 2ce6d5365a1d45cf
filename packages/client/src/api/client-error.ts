/**
 * | code | meaning |
 * |---|---|
 * | HOME_IN_USE | another process holds the home and does not answer on its control socket |
 * | HOME_BROKEN | the home's files cannot be read as what they should be |
 * | KEYS_EXPOSED | a key file of the home can be read by others, so it is not used |
 * | HOME_COPIED | the home was copied, restored or moved from another place, so writing in it would fork its cores |
 * | HOLDER_GONE | the process that held the home ended in the middle of a call; whether a write happened is unknown |
 * | PEER_CLOSED | the peer was closed before or during the call |
 * | BAD_BOOTSTRAP | the DHT bootstrap that was given is no HOST:PORT |
 * | STORE_FAILED | reading or writing on disk failed; `cause` says why |
 * | PROTOCOL | the other end of the control socket sent what this version does not understand |
 */
const codes = [
  'HOME_IN_USE',
  'HOME_BROKEN',
  'KEYS_EXPOSED',
  'HOME_COPIED',
  'HOLDER_GONE',
  'PEER_CLOSED',
  'BAD_BOOTSTRAP',
  'STORE_FAILED',
  'PROTOCOL',
] as const
export type ClientErrorCode = (typeof codes)[number]

export const isClientErrorCode = (code: string): code is ClientErrorCode => (codes as readonly string[]).includes(code)

/** A broken world, as opposed to a `Failure` that a caller is expected to meet. */
export class ClientError extends Error {
  override readonly name = 'ClientError'
  constructor(
    readonly code: ClientErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options)
  }
}
