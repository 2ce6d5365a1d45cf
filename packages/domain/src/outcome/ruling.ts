import type { OpId } from '../ids.js'
import type { OutcomeKind, Reason } from '../outcome.js'

/** A decision as the engine keeps it; the sentence for people is put in when it is shown (explanation.ts). */
export interface Ruling {
  readonly outcome: Exclude<OutcomeKind, 'parked'>
  readonly reason?: Reason
  /** The rule's name in the table of rules: an action type, or a step of section 4. */
  readonly rule: string
  readonly decidedBy: readonly OpId[]
}

export const sameRuling = (a: Ruling, b: Ruling): boolean =>
  a.outcome === b.outcome &&
  a.reason === b.reason &&
  a.rule === b.rule &&
  a.decidedBy.length === b.decidedBy.length &&
  a.decidedBy.every((id, index) => id === b.decidedBy[index])
