import type { UserId } from '@hypergit/domain'
import type { AskingDevice } from './pairing-messages.js'

/** Where and for how long machines of an invite meet. */
export interface PairingOptions {
  /** As for `openSwarm`, without `local`. */
  readonly bootstrap?: string | undefined
  /** Ends it with PAIRING_STOPPED. */
  readonly signal?: AbortSignal
  /** ms since 1970; the system's clock unless given. */
  readonly clock?: () => number
}

export interface InviteOptions extends PairingOptions {
  readonly user: UserId
  readonly expiresAtMs: number
}

/** A machine that knows the invite and asks to be let in; whether it is the right one only its words show. */
export interface Candidate {
  readonly device: AskingDevice
  /** What the other machine shows as well. */
  readonly words: readonly string[]
}

/** An invite while it lasts. The first machine that knows it is the only one that it can let in. */
export interface OpenInvite {
  /** What the other machine is given. */
  readonly text: string
  readonly expiresAtMs: number
  /** Machines that knew the invite and came after the first: somebody else has it too. */
  readonly rivals: number
  /** The first machine that knows it. Rejects with INVITE_EXPIRED or PAIRING_STOPPED. */
  candidate(): Promise<Candidate>
  /** Rejects with INVITE_EXPIRED or PAIRING_STOPPED once the invite has come to that; else never settles. */
  ended(): Promise<never>
  /** Somebody has decided in time: the invite does not expire any more before it is answered. Throws INVITE_EXPIRED or PAIRING_STOPPED. */
  hold(): void
  /**
   * Lets the candidate in with what it is to have, or not; the first answer stands. Resolves with whether it has heard of it by then, which is waited for a
   * few seconds. Rejects with INVITE_EXPIRED or PAIRING_STOPPED.
   */
  answer(answer: { readonly authorized: Uint8Array } | 'denied'): Promise<boolean>
  /** Stops being there. */
  close(): Promise<void>
}

export interface TakeInviteOptions extends PairingOptions {
  /** How long to look for the inviting machine, ms. */
  readonly waitMs: number
  /** The inviting machine has the request and asks whoever sits there. */
  readonly onWaiting?: () => void
}
