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

const accepted = new Map<string, Ruling>()

/** Accepted, with nothing against it: most ops are, so those of one rule share one ruling. `rule` is a name of the table of rules, or `malformed`. */
export const acceptedBy = (rule: string): Ruling => {
  const kept = accepted.get(rule)
  if (kept !== undefined) return kept
  const ruling: Ruling = { outcome: 'accepted', rule, decidedBy: [] }
  accepted.set(rule, ruling)
  return ruling
}

export const isPlainlyAccepted = (ruling: Ruling): boolean => accepted.get(ruling.rule) === ruling

export const sameRuling = (a: Ruling, b: Ruling): boolean =>
  a === b ||
  (a.outcome === b.outcome &&
    a.reason === b.reason &&
    a.rule === b.rule &&
    a.decidedBy.length === b.decidedBy.length &&
    a.decidedBy.every((id, index) => id === b.decidedBy[index]))
