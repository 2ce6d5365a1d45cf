import { type PairingCode, PairingError } from '@hypergit/log'
import type { Failure, NotPaired } from '../../api/failure.js'

const codes: Readonly<Record<PairingCode, NotPaired['code'] | 'unreachable'>> = {
  INVITE_EXPIRED: 'invite-expired',
  INVITE_USED: 'invite-used',
  INVITE_DENIED: 'invite-denied',
  INVITE_UNANSWERED: 'unreachable',
  PAIRING_STOPPED: 'invite-stopped',
}

/** What a caller meets of an invite that led nowhere; anything else is thrown on. */
export const pairingFailure = (error: unknown): Failure => {
  if (error instanceof PairingError) return { code: codes[error.code], message: error.message }
  throw error
}
