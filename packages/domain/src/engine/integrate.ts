import type { Cited } from '../graph/cited.js'
import type { Chain, CoreState } from '../graph/core-state.js'
import { covers, type KnownOp, violationOf } from '../graph/known-op.js'
import type { CoreKey } from '../ids.js'
import { continuedChain, newestViolation, type Placed, placeInGraph } from '../graph/place-op.js'
import { newThreadRecord } from '../views/thread-state.js'
import type { Batch } from './batch.js'
import type { LogState } from './log-state.js'
import { isClosing } from './closings.js'

const lowerFork = (core: CoreState, seq: number, batch: Batch): void => {
  if (!batch.forked.has(core)) batch.forked.set(core, core.forkSeq)
  core.forkSeq = Math.min(core.forkSeq ?? seq, seq)
}

/** Two ops are known at `seq`: pasts that were held to be equal may differ in whether they know of it. */
const noteFork = (branch: KnownOp, siblings: readonly KnownOp[], state: LogState, batch: Batch): void => {
  const { core } = branch.chain
  lowerFork(core, branch.seq, batch)
  for (const known of [branch, ...siblings]) state.mark(known)
  for (const known of state.shelf.inMemory()) known.facts = undefined
  batch.identityCores.add(core.key)
  batch.factsChanged = true
}

/** Evidence counts whatever becomes of the op that carries it (section 4, equivocation); what has been shown to its author adds nothing. */
const noteEvidence = (known: KnownOp, state: LogState, batch: Batch): void => {
  const action = known.op?.action
  if (action?.type !== 'evidence.equivocation' || state.isForkShownTo(known, action)) return
  state.addForkProof({ core: action.core, seq: action.seq, carriedBy: known })
  state.mark(known)
  batch.evidence.add(known)
  noteForkProof(action.core, action.seq, state, batch)
}

/** The core, where it is a member, is ignored from the seq on. */
export const noteForkProof = (key: CoreKey, seq: number, state: LogState, batch: Batch): void => {
  const core = state.core(key)
  if (core === undefined) return
  // Where no branch counts, only the lowest fork decides.
  const isDecided = core.forkSeq !== undefined && core.forkSeq <= seq && state.index.pardons(key).length === 0
  if (isDecided) return
  batch.factsChanged = true
  batch.identityCores.add(key)
  lowerFork(core, seq, batch)
  batch.cores.add(core)
}

/** The founding core's first op that has a claim in its past settles who is first-linked (section 7). */
const noteSeenClaims = (known: KnownOp, state: LogState, batch: Batch): void => {
  if (known.chain.core.key !== state.sources.founder || known.settled !== undefined) return
  for (const claim of state.unseenClaims(known.chain)) {
    if (!covers(known.frontier, claim.known)) continue
    state.noteSeen(claim, known)
    state.mark(known)
    batch.claimsSeen.add(claim)
    batch.identityCores.add(claim.known.chain.core.key)
    batch.factsChanged = true
  }
}

const noteIdentity = (known: KnownOp, state: LogState, batch: Batch): void => {
  const { identity } = known
  if (identity === undefined) return
  // What a chain has claimed, it claims again to no effect: whatever rules out its first claim rules out the others.
  if (identity.action.type === 'identity.claim' && known.chain.claim?.op !== known.id) {
    known.identity = undefined
    return
  }
  state.addIdentity(identity)
  batch.identityCores.add(known.chain.core.key)
  if (identity.action.type !== 'identity.claim') batch.identityCores.add(identity.action.core)
  batch.factsChanged = true
}

const chainFor = (placed: Placed, { previous }: Cited, state: LogState): Chain => {
  const continued = continuedChain(placed)
  if (continued !== undefined) return continued
  return state.registry.addChain(placed.core, placed.seq, previous?.chain, newestViolation(previous))
}

const extendChain = (known: KnownOp): void => {
  const { chain, settled, op } = known
  chain.head = known.id
  chain.length = known.seq + 1
  chain.headHeight = known.height
  chain.headAt = known.at
  chain.violation = violationOf(known) ?? chain.violation
  if (settled === undefined && op?.action.type === 'identity.claim' && chain.claim === undefined) {
    chain.claim = { user: op.action.user, op: known.id, seq: known.seq }
  }
}

const enterThread = (known: KnownOp, state: LogState, batch: Batch): void => {
  const { thread, op, settled } = known
  if (thread === undefined || (thread as string) === state.options.log || op === undefined || settled !== undefined)
    return
  const record = state.threads.get(thread) ?? newThreadRecord(thread)
  state.threads.set(thread, record)
  if (isClosing(op)) state.closings.add(thread, known)
  batch.threads.add(thread)
}

/** Judges an op in its cited state and takes it into the log's state. `siblings` are other ops known at its seq of its core. */
export const integrate = (
  placed: Placed,
  cited: Cited,
  siblings: readonly KnownOp[],
  state: LogState,
  batch: Batch,
): KnownOp => {
  const known = placeInGraph(placed, cited, chainFor(placed, cited, state), state)
  state.shelf.add(known)
  extendChain(known)
  enterThread(known, state, batch)
  if (known.authority !== undefined) {
    state.addAuthority(known.authority)
    batch.authority.push(known.authority)
  }
  if (known.device !== undefined && known.settled === undefined) {
    state.addDevice(known.device)
    batch.factsChanged = true
  }
  noteIdentity(known, state, batch)
  noteEvidence(known, state, batch)
  noteSeenClaims(known, state, batch)
  batch.addFresh(known)
  if (siblings.length > 0) noteFork(known, siblings, state, batch)
  return known
}

/** Whether ops at the seq are known already, on whatever chain of the core. */
export const isTaken = (core: CoreState, seq: number): boolean =>
  core.chains.some((chain) => chain.from <= seq && seq < chain.length)
