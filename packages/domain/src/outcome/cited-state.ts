import type { LogKind } from '../encoding/log-kind.js'
import type { DomainCrypto } from '../engine.js'
import { isPardoned } from '../facts/bans.js'
import { isOnChain } from '../facts/forks.js'
import type { Facts } from '../facts/facts.js'
import { type KnownOp, covers } from '../graph/known-op.js'
import type { ThreadClosings } from '../graph/thread-closings.js'
import type { LogId, OpId } from '../ids.js'
import type { Op } from '../op.js'
import { isOfKind, targetsOf, type TargetReference } from '../rules/targets.js'
import { Situation } from '../rules/situation.js'
import { isStandingCloseForeign } from './closing.js'
import { denialOf } from './permission.js'
import type { Ruling } from './ruling.js'

/** What judging reads beside the facts; everything that an op needs has been loaded before it is judged. */
export interface JudgingContext {
  readonly log: LogId
  readonly kind: LogKind
  readonly crypto: DomainCrypto
  known(id: OpId): KnownOp | undefined
  /** The closes, reopens and merges of a thread. */
  closings(thread: OpId): ThreadClosings
}

/** Whether later ops may rest on the op: it neither is a violation nor comes after one. What no device wrote may be cited, and means nothing. */
export const isSound = ({ settled }: KnownOp): boolean => settled === undefined || settled.reason === 'unauthorised'

/** The op in the past of another that a reference names, if it is of the right kind. */
export const resolveTarget = (
  known: KnownOp,
  reference: TargetReference,
  context: JudgingContext,
): KnownOp | undefined => {
  const target = context.known(reference.id)
  if (target?.op === undefined || target === known || !covers(known.frontier, target)) return undefined
  if (reference.kind === 'branch') return target.chain.core.key === reference.core ? target : undefined
  return isSound(target) && isOfKind(target.op.action, reference.kind) ? target : undefined
}

const violation = (reason: NonNullable<Ruling['reason']>, rule: string, decidedBy: readonly OpId[] = []): Ruling => ({
  outcome: 'violation',
  reason,
  rule,
  decidedBy,
})

/** Step 2 of section 4: a violation in the op's own prev chain that no pardon in its past lifts. */
const afterViolation = (known: KnownOp, past: Facts, context: JudgingContext): Ruling | undefined => {
  const {
    violationBefore: earlier,
    chain: { core },
  } = known
  if (earlier === undefined) return undefined
  const violating = context.known(earlier.op)
  if (violating !== undefined && isPardoned(past, core.key, violating, known)) return undefined
  return { outcome: 'ignored', reason: 'blacklisted', rule: 'after-violation', decidedBy: [earlier.op] }
}

const claimProblem = (op: Op, known: KnownOp, { log, crypto }: JudgingContext): Ruling | undefined => {
  const { action } = op
  const { claim } = known.chain
  if (action.type === 'comment' && action.user !== undefined && action.user !== claim?.user) {
    return violation('forged-author', 'comment.user', claim === undefined ? [] : [claim.op])
  }
  if (action.type !== 'identity.claim') return undefined
  if (!crypto.proofs.claim(action.proof, action.user, log, op.core)) return violation('forged-claim', action.type)
  return claim !== undefined && claim.user !== action.user
    ? violation('claimed-twice', action.type, [claim.op])
    : undefined
}

const unauthorised = (decidedBy: readonly OpId[]): Ruling => ({
  outcome: 'ignored',
  reason: 'unauthorised',
  rule: 'device',
  decidedBy,
})

/** In a user log: what a core wrote that was no authorised device in its past is ignored, unless it shows a proof by the identity key. */
const judgeDevice = (known: KnownOp, past: Facts): Ruling | undefined =>
  known.device?.isByPhrase === true || past.devices.isAuthorized(known.chain.core.key) ? undefined : unauthorised([])

/** In a user log: a device whose authorisation does not count, or that was revoked without having seen it. */
export const judgePresentDevice = (known: KnownOp, facts: Facts): Ruling | undefined => {
  if (known.device?.isByPhrase === true) return undefined
  const core = known.chain.core.key
  const holds =
    known.device === undefined ? facts.devices.isAuthorized(core, known) : facts.devices.stands(known.device)
  return holds ? undefined : unauthorised(facts.devices.revocationIds(core, known))
}

/** Whether the op tries to pair with a core that its past shows as another user's; whose the author is must be known there as well. */
export const isStrike = (known: KnownOp, past: Facts): boolean => {
  const action = known.op?.action
  if (action?.type !== 'identity.pair') return false
  const mine = past.people.claimOf(known.chain.core.key)
  const theirs = past.people.claimOf(action.core)
  return mine !== undefined && theirs !== undefined && mine.action.user !== theirs.action.user
}

/** Strikes of a core after which the next one is abuse. */
const strikesBeforeAbuse = 2

const pairingAbuse = (known: KnownOp, past: Facts): Ruling | undefined => {
  if (!isStrike(known, past)) return undefined
  const core = known.chain.core.key
  const before = past.sources.identities
    .strikesOf(core)
    .filter((pair) => isOnChain(known.chain, pair.known) && pair.known.seq < known.seq)
    .filter((pair) => !isPardoned(past, core, pair.known, known))
  return before.length < strikesBeforeAbuse
    ? undefined
    : violation(
        'pairing-abuse',
        'identity.pair',
        before.map((pair) => pair.known.id),
      )
}

/** What a held core writes of identities waits for nobody, and is not refused for what it may not do (section 4, step 3). */
const isHeldIdentity = (known: KnownOp, past: Facts): boolean =>
  known.op?.action.type === 'identity.unpair' && past.people.isHeld(known.chain.core.key)

/**
 * Steps 2 and 3 of section 4: what the op's own past forbids. A function of the op and its past alone; undefined if nothing does.
 * `known.target` must have been set from the same past.
 */
export const judgeCitedState = (known: KnownOp, past: Facts, context: JudgingContext): Ruling | undefined => {
  const { op } = known
  if (op === undefined) return violation('malformed', 'malformed')
  const ignored = afterViolation(known, past, context)
  if (ignored !== undefined) return ignored
  if (context.kind === 'user') return judgeDevice(known, past)
  for (const reference of targetsOf(op.action)) {
    if (resolveTarget(known, reference, context) === undefined)
      return violation('unknown-target', op.action.type, [reference.id])
  }
  const claim = claimProblem(op, known, context)
  if (claim !== undefined) return claim
  const abuse = pairingAbuse(known, past)
  if (abuse !== undefined) return abuse
  if (past.people.holding(known) !== undefined || isHeldIdentity(known, past)) return undefined
  const unpair = past.people.standingUnpair(known)
  if (unpair !== undefined) return violation('not-permitted', 'identity.unpair', [unpair.known.id])
  const author = new Situation(known, past, (reopening) => isStandingCloseForeign(reopening, past, context))
  const denial = denialOf(op.action, author)
  return denial === undefined ? undefined : violation(denial.reason, denial.rule, denial.decidedBy)
}
