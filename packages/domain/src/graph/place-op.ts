import { type AuthorityOp, isAuthority } from '../facts/authority-op.js'
import { standingBan } from '../facts/bans.js'
import { Facts } from '../facts/facts.js'
import { standingBy } from '../facts/authority-standing.js'
import { everyCoreAlone } from '../facts/persons.js'
import { type DeviceOp, isDevice } from '../facts/device-op.js'
import { type IdentityOp, isIdentity } from '../facts/identity-op.js'
import type { Cited } from './cited.js'
import type { Chain, ChainViolation } from './core-state.js'
import { advances, countAt, emptyFrontier, type Frontier, mergeFrontiers, withCount } from './frontier.js'
import { covers, type FrontierTrail, type KnownOp, violationOf } from './known-op.js'
import { coveredBy } from './op-set.js'
import { trailDepthMax } from './op-shelf.js'
import type { Waiting } from './parking.js'
import type { Action } from '../action.js'
import type { OpId } from '../ids.js'
import type { Op } from '../op.js'
import { isStrike, judgeCitedState, resolveTarget } from '../outcome/cited-state.js'
import { acceptedBy } from '../outcome/ruling.js'
import { targetsOf } from '../rules/targets.js'
import type { LogState } from '../engine/log-state.js'

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** An op to be placed in the graph. */
export type Placed = Pick<Waiting, 'core' | 'seq' | 'id' | 'block' | 'op' | 'prev'>

/** The op's own core's last op comes first, if there is one. */
const predecessorsOf = ({ previous, parents }: Cited): readonly KnownOp[] =>
  previous === undefined ? parents : [previous, ...parents]

/** Effective time (section 3) from those of the predecessors. */
const effectiveTime = (at: number, predecessors: readonly KnownOp[]): { readonly at: number; readonly n: number } => {
  let latest = { at: -1, n: -1 }
  for (const { at: itsAt, n } of predecessors)
    if (itsAt > latest.at || (itsAt === latest.at && n > latest.n)) latest = { at: itsAt, n }
  return at > latest.at ? { at, n: 0 } : { at: latest.at, n: latest.n + 1 }
}

interface Reach {
  readonly frontier: Frontier
  /** The predecessor whose frontier this one is stored against. */
  readonly base: KnownOp | undefined
}

const highestOf = (predecessors: readonly KnownOp[]): KnownOp | undefined => {
  let highest: KnownOp | undefined
  for (const known of predecessors) if (highest === undefined || known.height > highest.height) highest = known
  return highest
}

/** Advances over a base that are few enough to look for no better one. */
const fewAdvances = 16

/** The frontier and the op's own: by the few steps that the op is ahead of one that the frontier reaches, where it is. */
const united = (frontier: Frontier, { frontier: other, trail }: KnownOp, state: LogState): Frontier => {
  const near = trail.base === undefined || trail.advances.length > fewAdvances ? undefined : state.shelf.get(trail.base)
  if (near === undefined || !covers(frontier, near)) return mergeFrontiers(frontier, other)
  let wider = frontier
  for (const [chain, count] of trail.advances) if (countAt(wider, chain) < count) wider = withCount(wider, chain, count)
  return wider
}

/** The union of the predecessors' frontiers; one that another dominates costs a look-up. */
const reachOf = (predecessors: readonly KnownOp[], state: LogState): Reach => {
  const base = highestOf(predecessors)
  if (base === undefined) return { frontier: emptyFrontier, base }
  let { frontier } = base
  for (const other of predecessors)
    if (other !== base && !covers(frontier, other)) frontier = united(frontier, other, state)
  return { frontier, base }
}

/** The marks of a set that no other one of it has in its past. */
const markHeads = (frontier: Frontier, state: LogState): KnownOp[] => {
  const inside = [...state.marks].filter((known) => covers(frontier, known))
  inside.sort((a, b) => b.height - a.height)
  const heads: KnownOp[] = []
  for (const known of inside) if (!heads.some((head) => covers(head.frontier, known))) heads.push(known)
  return heads
}

/** Facts of what an op's past was: taken over where the union adds no mark. */
export const pastFacts = (known: KnownOp, state: LogState): Facts => {
  known.facts ??= new Facts(state.sources, coveredBy(beforeOf(known)), markHeads(beforeOf(known), state))
  return known.facts
}

const beforeOf = (known: KnownOp): Frontier =>
  withCount(known.frontier, known.chain.number, known.seq === known.chain.from ? 0 : known.seq)

const factsAfter = (
  known: KnownOp,
  state: LogState,
): { readonly facts: Facts | undefined; readonly heads: readonly KnownOp[] } => {
  const facts = pastFacts(known, state)
  return state.marks.has(known) ? { facts: undefined, heads: [known] } : { facts, heads: facts.heads }
}

/** The facts of the predecessors' pasts where these are the same for all, and none of them adds to them. */
const sharedFacts = (predecessors: readonly KnownOp[], state: LogState): Facts | undefined => {
  const facts = predecessors[0]?.facts
  return facts !== undefined && predecessors.every((known) => known.facts === facts && !state.marks.has(known))
    ? facts
    : undefined
}

const factsOf = (predecessors: readonly KnownOp[], frontier: Frontier, state: LogState): Facts => {
  const shared = sharedFacts(predecessors, state)
  if (shared !== undefined) return shared
  const after = predecessors.map((known) => factsAfter(known, state))
  const fitting = after.find(
    ({ facts }) => facts !== undefined && after.every((other) => other.facts === facts || facts.includes(other.heads)),
  )
  if (fitting?.facts !== undefined) return fitting.facts
  const candidates = [...new Set(after.flatMap(({ heads }) => heads))]
  const heads = candidates.filter((head) => !candidates.some((other) => other !== head && covers(other.frontier, head)))
  return new Facts(state.sources, coveredBy(frontier), heads)
}

const trailAfter = (frontier: Frontier, base: KnownOp): FrontierTrail => ({
  base: base.id,
  depth: base.trail.depth + 1,
  advances: advances(frontier, base.frontier),
})

/**
 * The shorter of the trails over the highest predecessor and over the core's own: an author chooses how little another one has seen. `before` is the
 * frontier of the op's past, to which the op itself adds its `place`.
 */
const trailOf = (
  frontier: Frontier,
  before: Frontier,
  place: readonly [chain: number, count: number],
  highest: KnownOp | undefined,
  own: KnownOp | undefined,
  depthMax: number,
): FrontierTrail => {
  if (highest === undefined || highest.trail.depth >= depthMax) return { base: undefined, depth: 0, advances: [] }
  if (before === highest.frontier) return { base: highest.id, depth: highest.trail.depth + 1, advances: [place] }
  const trail = trailAfter(frontier, highest)
  if (trail.advances.length <= fewAdvances || own === undefined || own.trail.depth >= depthMax) return trail
  const other = trailAfter(frontier, own)
  return other.advances.length < trail.advances.length ? other : trail
}

const ownNumber = (op: Op, predecessors: readonly KnownOp[]): number | undefined =>
  op.action.type === 'thread.open' ? (op.action.origin?.number ?? 1 + highestNumber(predecessors)) : undefined

const highestNumber = (predecessors: readonly KnownOp[]): number =>
  predecessors.reduce((highest, { numberMax }) => Math.max(highest, numberMax), 0)

/** Whether the op is about the repository or the user as a whole, as those are that make their records. */
const isAboutLog = ({ type }: Action): boolean =>
  type.startsWith('repository.') ||
  type === 'fork.announce' ||
  type === 'user.create' ||
  type === 'profile.set' ||
  type === 'core.link' ||
  type === 'core.unlink'

const settleTarget = (known: KnownOp, state: LogState): void => {
  const action = known.op?.action
  if (action === undefined) return
  if (action.type === 'thread.open') known.thread = known.id
  else if (isAboutLog(action)) known.thread = state.options.log as string as OpId
  const reference = targetsOf(action).find(({ main }) => main)
  const target = reference === undefined ? undefined : resolveTarget(known, reference, state.context)
  if (target?.op === undefined) return
  const imported = target.op.action.origin
  known.thread = target.thread
  known.target = {
    id: target.id,
    core: target.chain.core.key,
    reached: imported === undefined || imported.source === action.origin?.source,
  }
}

/** The newest violation in an op's prev chain, itself included. */
export const newestViolation = (known: KnownOp | undefined): ChainViolation | undefined =>
  known === undefined ? undefined : (violationOf(known) ?? known.violationBefore)

/**
 * The op with all that follows from its past, judged in its cited state (steps 1 to 3 of section 4). Changes nothing; what the op adds to the log's
 * state is for `integrate`. `chain` is the one it continues or begins.
 */
export const placeInGraph = (placed: Placed, cited: Cited, chain: Chain, state: LogState): KnownOp => {
  const { previous } = cited
  const predecessors = predecessorsOf(cited)
  const { frontier: before, base } = reachOf(predecessors, state)
  const frontier = withCount(before, chain.number, placed.seq + 1)
  const number = placed.op === undefined ? undefined : ownNumber(placed.op, predecessors)
  const time = effectiveTime(placed.op?.at ?? 0, predecessors)
  const past = factsOf(predecessors, before, state)
  const numberBefore = highestNumber(predecessors)
  const depthMax = trailDepthMax(state.registry.chains.length)
  const known: Writable<KnownOp> = {
    id: placed.id,
    chain,
    seq: placed.seq,
    op: placed.op,
    block: placed.block.bytes,
    prev: placed.prev,
    height: 1 + (base?.height ?? 0),
    at: time.at,
    n: time.n,
    numberMax: numberBefore,
    number: undefined,
    thread: undefined,
    target: undefined,
    violationBefore: newestViolation(previous),
    frontier,
    trail: trailOf(frontier, before, [chain.number, placed.seq + 1], base, previous, depthMax),
    authority: undefined,
    identity: undefined,
    device: undefined,
    facts: past,
    settled: undefined,
    ruling: acceptedBy(placed.op?.action.type ?? 'malformed'),
    standing: undefined,
    version: 0,
  }
  settleTarget(known, state)
  // Whether a device of a user log counts in its past rests on what it says of itself, if that is by the identity key.
  known.device = deviceOf(known, state)
  known.settled = judgeCitedState(known, past, state.context)
  if (known.settled !== undefined) {
    known.ruling = known.settled
    return known
  }
  known.number = number
  known.numberMax = Math.max(numberBefore, number ?? 0)
  known.authority = authorityOf(known, past)
  known.identity = identityOf(known, past)
  return known
}

const authorityOf = (known: KnownOp, past: Facts): AuthorityOp | undefined => {
  const action = known.op?.action
  if (action === undefined || !isAuthority(action)) return undefined
  return {
    known,
    action,
    ...standingBy(action, known.chain.core.key, past, everyCoreAlone),
    bannedBefore: standingBan(past, known)?.known,
  }
}

const deviceOf = (known: KnownOp, state: LogState): DeviceOp | undefined => {
  const action = known.op?.action
  if (action === undefined || !isDevice(action)) return undefined
  const { log, crypto } = state.context
  const { proof } = action
  const isByPhrase = proof !== undefined && crypto.proofs.device(proof, log, action.type, action.core)
  return { known, action, isByPhrase }
}

const identityOf = (known: KnownOp, past: Facts): IdentityOp | undefined => {
  const action = known.op?.action
  if (action === undefined || !isIdentity(action)) return undefined
  switch (action.type) {
    case 'identity.claim':
      return { known, action, seenByFounder: [] }
    case 'identity.pair':
      return { known, action, isStrike: isStrike(known, past) }
    case 'identity.unpair':
      return past.people.isUnpaired(known.chain.core.key) ? undefined : { known, action }
    default: {
      const never: never = action
      return never
    }
  }
}

/** The chain that a block continues, or undefined if it begins a new one after the op `prev`. */
export const continuedChain = (placed: Placed): Chain | undefined =>
  placed.core.chains.find(
    (chain) => chain.length === placed.seq && chain.head === placed.prev && chain.length > chain.from,
  )
