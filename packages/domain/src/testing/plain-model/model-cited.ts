import type { Reason } from '../../outcome.js'
import { targetsOf, isOfKind } from '../../rules/targets.js'
import { denial } from './model-permissions.js'
import type { ModelLog } from './model-log.js'
import { chainOf, isA, type ModelOp } from './model-op.js'

export interface Settled {
  readonly outcome: 'violation' | 'ignored'
  readonly reason: Reason
}

const violation = (reason: Reason): Settled => ({ outcome: 'violation', reason })

/** The op's target in its past, if that is of the right kind and may be rested on. */
const isThere = (op: ModelOp, log: ModelLog): boolean =>
  op.action !== undefined &&
  targetsOf(op.action).every((reference) => {
    const target = log.find(reference.id, op.past)
    if (target?.action === undefined) return false
    if (reference.kind === 'branch') return target.core === reference.core
    return log.settled(target) === undefined && isOfKind(target.action, reference.kind)
  })

export const isStrike = (op: ModelOp, log: ModelLog): boolean => {
  if (!isA(op, 'identity.pair')) return false
  const { people } = log.pastFacts(op)
  const [mine, theirs] = [people.claimOf(op.core), people.claimOf(op.action.core)]
  return mine !== undefined && theirs !== undefined && mine.action.user !== theirs.action.user
}

/** Who the op's core has claimed to be, in its own chain before it. */
const claimed = (op: ModelOp, log: ModelLog): string | undefined => {
  const claims = chainOf(op)
    .slice(1)
    .flatMap((one) => (isA(one, 'identity.claim') && log.settled(one) === undefined ? [one.action.user] : []))
  return claims.at(-1)
}

export const citedProblem = (op: ModelOp, log: ModelLog): Settled | undefined => {
  // A core that broke the rules is looked at no more, whatever it writes, unless that was pardoned.
  if (op.action === undefined) return violation('malformed')
  const past = log.pastFacts(op)
  const before = log.violationBefore(op)
  if (before !== undefined && !past.isPardoned(op.core, before, op))
    return { outcome: 'ignored', reason: 'blacklisted' }
  if (!isThere(op, log)) return violation('unknown-target')
  const user = claimed(op, log)
  if (isA(op, 'identity.claim')) {
    const { proof, user: of } = op.action
    if (!log.proofs.claim(proof, of, log.log, op.core as never)) return violation('forged-claim')
    if (user !== undefined && user !== of) return violation('claimed-twice')
  }
  if (isA(op, 'comment') && op.action.user !== undefined && op.action.user !== user) return violation('forged-author')
  if (isStrike(op, log)) {
    const strikes = chainOf(op)
      .slice(1)
      .filter((one) => log.settled(one) === undefined && isStrike(one, log))
    if (strikes.filter((one) => !past.isPardoned(op.core, one, op)).length >= 2) return violation('pairing-abuse')
  }
  if (past.people.isHeldCore(op.core)) return undefined
  if (past.people.unpairing(op) !== undefined) return violation('not-permitted')
  const denied = denial(op, past, 'cited')
  return denied === undefined ? undefined : violation(denied)
}
