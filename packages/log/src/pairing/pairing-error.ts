import { LogError } from '../errors.js'

/**
 * Why a machine was not let in.
 * | code | meaning |
 * |---|---|
 * | INVITE_EXPIRED | its time is over |
 * | INVITE_USED | another machine has used it |
 * | INVITE_DENIED | the inviting machine said no |
 * | INVITE_UNANSWERED | nobody who holds the invite answered in time |
 * | PAIRING_STOPPED | the caller stopped it, or the home was closed |
 */
export type PairingCode = 'INVITE_EXPIRED' | 'INVITE_USED' | 'INVITE_DENIED' | 'INVITE_UNANSWERED' | 'PAIRING_STOPPED'

const messages: Readonly<Record<PairingCode, string>> = {
  INVITE_EXPIRED: 'the invite has expired; `hypergit user invite` on the other machine makes a new one',
  INVITE_USED:
    'the invite was used by another machine, and works once. If that was none of yours, deny it on the machine that made the invite, and make a new one',
  INVITE_DENIED: 'the other machine refused: whoever sits there found other words than here, or denied it',
  INVITE_UNANSWERED:
    'the machine that made the invite does not answer: `hypergit user invite` has to wait there meanwhile, and both machines need the network. ' +
    'It may also have been used, denied or withdrawn before',
  PAIRING_STOPPED: 'stopped before the other machine was let in',
}

export class PairingError extends LogError {
  override readonly name = 'PairingError'

  constructor(override readonly code: PairingCode) {
    super(code, messages[code])
  }
}
