import type { CoreKey, UserId } from '@hypergit/domain'
import type { StreamFailure } from './reading.js'

export interface InviteDevice {
  /** For how long the invite is good, ms, from 10 seconds to a day; 600,000 unless given. */
  readonly expiresMs?: number
  /** Words that the machine that comes has to show, by which it is let in without asking; any others are denied. */
  readonly acceptWords?: string
}

/** A machine as it stands in the user log. */
export interface PairedDevice {
  readonly user: UserId
  readonly device: CoreKey
  readonly name: string
}

/** What the inviting machine sees, in this order; `tick` comes every second until the end. */
export type InviteEvent =
  | { readonly kind: 'invite'; readonly invite: string; readonly expiresAt: number }
  | { readonly kind: 'tick'; readonly leftMs: number }
  /** A machine asks. It shows the same words, or it is not the one that was meant; `decideInvite` says which. */
  | ({ readonly kind: 'candidate'; readonly words: string } & PairedDevice)
  /** So many more machines have used the invite, which therefore is in somebody else's hands as well; they were refused. */
  | { readonly kind: 'rivals'; readonly count: number }
  | ({ readonly kind: 'authorized' } & PairedDevice)
  /** It has the user log and has written to it; false where it has not been heard of by now, and goes on by itself when it meets this machine. */
  | ({ readonly kind: 'done'; readonly joined: boolean } & PairedDevice)
  | StreamFailure

export interface DecideInvite {
  /** The words that the other machine shows: the machine is let in only where they are the same here. */
  readonly words: string
  readonly accept: boolean
}

export interface JoinUser {
  /** As `inviteDevice` gave it. */
  readonly invite: string
  /** What the user log, which anybody can read, is to call this machine; `new machine` unless given. */
  readonly name?: string
  /** How long to look for the inviting machine, ms; 60,000 unless given. Whoever sits there has as long as the invite lasts. */
  readonly waitMs?: number
}

/** What the joining machine sees, in this order; `tick` comes every second until the end. */
export type JoinEvent =
  | { readonly kind: 'words'; readonly words: string; readonly expiresAt: number; readonly user: UserId }
  | { readonly kind: 'tick'; readonly leftMs: number }
  /** The inviting machine has the request. */
  | { readonly kind: 'asked' }
  /** This home is a machine of the user's. `ready`: it has the user log and can write as them; else the next `sync` gets it. */
  | ({ readonly kind: 'joined'; readonly userName: string; readonly ready: boolean } & PairedDevice)
  | StreamFailure
