import type { IdentityClaim, IdentityPair, IdentityUnpair } from '../action.js'
import type { KnownOp } from '../graph/known-op.js'

/** An op that says whose core is whose (section 7). None is in violation, nor written after a violation. */
export type IdentityOp = ClaimOp | PairOp | UnpairOp

export interface ClaimOp {
  readonly known: KnownOp
  readonly action: IdentityClaim
  /** The founding core's lowest op that has the claim in its past, one for each branch of that core. Grows as such ops come. */
  readonly seenByFounder: readonly KnownOp[]
}

export interface PairOp {
  readonly known: KnownOp
  readonly action: IdentityPair
  /** Its past shows the other core as another user's. */
  readonly isStrike: boolean
}

export interface UnpairOp {
  readonly known: KnownOp
  readonly action: IdentityUnpair
}

type Identity = IdentityOp['action']

const identityTypes: ReadonlySet<string> = new Set<Identity['type']>([
  'identity.claim',
  'identity.pair',
  'identity.unpair',
])

export const isIdentity = (action: { readonly type: string }): action is Identity => identityTypes.has(action.type)

/** What neither a held nor an unpaired core is kept from (section 7). */
export const isAlwaysFree = ({ type }: { readonly type: string }): boolean =>
  identityTypes.has(type) || type === 'join' || type === 'ack' || type === 'evidence.equivocation'
