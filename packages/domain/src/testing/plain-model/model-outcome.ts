import type { OutcomeKind, Reason } from '../../outcome.js'
import { isStrike } from './model-cited.js'
import { authorityTypes, type ModelFacts } from './model-facts.js'
import { areConcurrent, isA, isBefore, type ModelOp, ofType } from './model-op.js'
import { denial } from './model-permissions.js'

export interface ModelOutcome {
  readonly outcome: OutcomeKind
  readonly reason?: Reason
}

/** Step 4: the ban because of which the op is ignored. */
const isBanned = (op: ModelOp, facts: ModelFacts): boolean => {
  if (!isA(op, 'role.set', 'core.ban', 'core.pardon')) return facts.standingBan(op) !== undefined
  if (facts.log.pastFacts(op).standingBan(op) !== undefined) return true
  if (facts.isFounder(op.core)) return false
  const rank = facts.rank(op)
  // An op without a rank ranks after all others, and a ban that is effective has one.
  return ofType(facts.set, 'core.ban').some(
    (ban) =>
      ban.action.core === op.core &&
      areConcurrent(ban, op) &&
      (rank === undefined || facts.isSenior(ban, rank)) &&
      facts.isEffective(ban),
  )
}

/** Steps 4 to 7 of section 4, for an op that passed the first three. */
export const presentOutcome = (op: ModelOp, facts: ModelFacts): ModelOutcome => {
  const settled = facts.log.settled(op)
  if (settled !== undefined) return settled
  if (facts.isOut(op)) return { outcome: 'ignored', reason: 'equivocation' }
  if (isBanned(op, facts)) return { outcome: 'ignored', reason: 'blacklisted' }
  if (facts.people.isHeld(op)) return { outcome: 'held', reason: 'unconfirmed' }
  if (isStrike(op, facts.log)) return { outcome: 'hidden', reason: 'not-permitted' }
  const unpair = facts.people.unpairing(op)
  if (unpair !== undefined) return { outcome: 'hidden', reason: isBefore(unpair, op) ? 'not-permitted' : 'unconfirmed' }
  if (isA(op, ...authorityTypes))
    return facts.isEffective(op) ? { outcome: 'accepted' } : { outcome: 'hidden', reason: 'void' }
  const reason = denial(op, facts, 'present')
  return reason === undefined ? { outcome: 'accepted' } : { outcome: 'hidden', reason }
}
