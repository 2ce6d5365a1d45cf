import { ClientError, type ClientErrorCode } from '../api/client-error.js'

/** Codes of the packages below, as a peer's callers see them. */
const codes: Readonly<Record<string, ClientErrorCode>> = {
  LOG_CLOSED: 'PEER_CLOSED',
  STORE_CLOSED: 'PEER_CLOSED',
  STORAGE_FAILED: 'STORE_FAILED',
  STORE_FAILED: 'STORE_FAILED',
  HOME_IN_USE: 'HOME_IN_USE',
  STORE_IN_USE: 'HOME_IN_USE',
  HOME_COPIED: 'HOME_COPIED',
  BAD_BOOTSTRAP: 'BAD_BOOTSTRAP',
}

/** A broken world below, in the words of this package; what is no such thing is a bug and stays as it is. */
export const asClientError = (error: unknown): unknown => {
  if (error instanceof ClientError || !(error instanceof Error) || !('code' in error)) return error
  const code = typeof error.code === 'string' ? codes[error.code] : undefined
  return code === undefined ? error : new ClientError(code, error.message, { cause: error })
}
