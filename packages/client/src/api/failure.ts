import type { OpId, OutcomeKind, Reason } from '@hypergit/domain'

/** Something that a word typed by a person could mean: what to type instead, and what it is. */
export interface Candidate {
  readonly ref: string
  readonly label: string
}

export type Subject = 'repository' | 'thread' | 'op' | 'person' | 'user' | 'device'

/** The author's own view, or the cited state that was about to be written, would not accept the op (docs/protocol.md, section 8). */
export interface Refused {
  readonly code: 'refused'
  readonly message: string
  /** Position in the given actions. */
  readonly index: number
  readonly outcome: OutcomeKind
  readonly reason?: Reason
  /** The rule's name, as `why` gives it. */
  readonly rule: string
  readonly explanation: string
  readonly decidedBy: readonly OpId[]
  /** What would help, one sentence. */
  readonly help: string
}

/** The word fits several; nothing was done. */
export interface Ambiguous {
  readonly code: 'ambiguous'
  readonly message: string
  readonly subject: Subject
  readonly candidates: readonly Candidate[]
}

/** Nothing of that name is known here. */
export interface Unknown {
  readonly code: 'unknown'
  readonly message: string
  readonly subject: Subject
}

/** Input that cannot be what was meant; the message says what is valid. */
export interface Invalid {
  readonly code: 'invalid'
  readonly message: string
}

/** Nobody who has it answered within the time given, or a mirror's API could not be reached. */
export interface Unreachable {
  readonly code: 'unreachable'
  readonly message: string
}

/** This home may not write now: its own core is longer elsewhere, or the disk is full. */
export interface Unwritable {
  readonly code: 'unwritable'
  readonly message: string
}

/** A mirror answered, and its answer was no. */
export interface MirrorRefused {
  readonly code: 'mirror-refused'
  readonly message: string
  readonly status: number
}

/**
 * No core is blacklisted for the op; what shows it is not here, though peers may bring it; or it cannot be shown to others from here. The message says
 * why.
 */
export interface NoEvidence {
  readonly code: 'nothing-to-prove' | 'missing' | 'unprovable'
  readonly message: string
}

/** An invite led to nothing: its time is over, it was used, somebody said no, the words were others, or it was withdrawn. */
export interface NotPaired {
  readonly code: 'invite-expired' | 'invite-used' | 'invite-denied' | 'words-differ' | 'invite-stopped'
  readonly message: string
}

/** Every failure that a caller is expected to meet; a broken world is thrown as a `ClientError` instead. */
export type Failure =
  | Refused
  | Ambiguous
  | Unknown
  | Invalid
  | Unreachable
  | Unwritable
  | MirrorRefused
  | NoEvidence
  | NotPaired

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure }

export const answer = <Value>(value: Value): Answer<Value> => ({ ok: true, value })
export const fail = (failure: Failure): { readonly ok: false; readonly failure: Failure } => ({ ok: false, failure })
