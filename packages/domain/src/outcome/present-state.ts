import { standingBan } from '../facts/bans.js'
import type { AuthorityOp } from '../facts/authority-op.js'
import { isOfRoles } from '../facts/authority-op.js'
import type { Facts } from '../facts/facts.js'
import type { PairOp } from '../facts/identity-op.js'
import { isInPast, type KnownOp } from '../graph/known-op.js'
import type { OpId } from '../ids.js'
import { Situation } from '../rules/situation.js'
import { type JudgingContext, judgePresentDevice } from './cited-state.js'
import { concurrentForeignClose } from './closing.js'
import { denialOf } from './permission.js'
import { acceptedBy, type Ruling } from './ruling.js'

const ignored = (reason: 'equivocation' | 'blacklisted', rule: string, decidedBy: readonly OpId[]): Ruling => ({
  outcome: 'ignored',
  reason,
  rule,
  decidedBy,
})
/** Held until its core is confirmed; the claim is what has to be. */
const held = (claim: OpId): Ruling => ({
  outcome: 'held',
  reason: 'unconfirmed',
  rule: 'identity.claim',
  decidedBy: [claim],
})
const hidden = (reason: NonNullable<Ruling['reason']>, rule: string, decidedBy: readonly OpId[]): Ruling => ({
  outcome: 'hidden',
  reason,
  rule,
  decidedBy,
})

const banOf = (known: KnownOp, authority: AuthorityOp | undefined, facts: Facts): KnownOp | undefined => {
  if (authority === undefined || !isOfRoles(authority.action)) return standingBan(facts, known)?.known
  if (authority.bannedBefore !== undefined) return authority.bannedBefore
  return facts.effectiveOf(facts.index.bans(known.chain.core.key)).find((ban) => facts.fallsToSenior(authority, ban))
    ?.known
}

/**
 * Steps 4 to 7 of section 4 over the facts of one set, K or a past that holds the op. The op must have passed steps 1 to 3.
 */
export const judgePresentState = (known: KnownOp, facts: Facts, context: JudgingContext): Ruling => {
  const { op } = known
  if (known.settled !== undefined || op === undefined) return known.ruling
  const unauthorised = context.kind === 'user' ? judgePresentDevice(known, facts) : undefined
  if (unauthorised !== undefined) return unauthorised
  if (facts.isForked(known)) return ignored('equivocation', 'equivocation', [])
  if (context.kind === 'user') return acceptedBy(op.action.type)
  const { authority } = known
  const ban = banOf(known, authority, facts)
  if (ban !== undefined) return ignored('blacklisted', 'banned', [ban.id])
  const claim = facts.people.holding(known)
  if (claim !== undefined) return held(claim.known.id)
  if (known.identity?.action.type === 'identity.pair' && (known.identity as PairOp).isStrike)
    return hidden('not-permitted', 'identity.pair', [])
  const unpair = facts.people.standingUnpair(known)
  if (unpair !== undefined) {
    const reason = isInPast(unpair.known, known) ? 'not-permitted' : 'unconfirmed'
    return hidden(reason, 'identity.unpair', [unpair.known.id])
  }
  if (authority !== undefined) {
    if (facts.isEffective(authority)) return acceptedBy(op.action.type)
    const because = facts.whyVoid(authority)
    return hidden('void', op.action.type, because === undefined ? [] : [because.id])
  }
  const author = new Situation(known, facts, (reopening) => concurrentForeignClose(reopening, facts, context))
  const denial = denialOf(op.action, author)
  if (denial !== undefined) return hidden(denial.reason, denial.rule, denial.decidedBy)
  return acceptedBy(op.action.type)
}
