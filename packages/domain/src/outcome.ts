import type { OpId } from './ids.js'

export const outcomeKinds = ['accepted', 'hidden', 'held', 'violation', 'ignored', 'parked'] as const
export type OutcomeKind = (typeof outcomeKinds)[number]

/** The closed list of docs/protocol.md, section 9. */
export const reasons = [
  'malformed',
  'unknown-target',
  'forged-claim',
  'claimed-twice',
  'forged-author',
  'pairing-abuse',
  'not-permitted',
  'muted',
  'locked',
  'void',
  'unconfirmed',
  'equivocation',
  'blacklisted',
  'unauthorised',
  'needs-upgrade',
] as const
export type Reason = (typeof reasons)[number]

/** Why an op came out as it did: the rule's name in code, one sentence for people, and the ops that decided it. */
export interface Decision {
  readonly outcome: OutcomeKind
  readonly reason?: Reason
  readonly rule: string
  readonly explanation: string
  readonly decidedBy: readonly OpId[]
}
