import type { Chain, CoreState } from '../graph/core-state.js'
import { type KnownOp, violationOf } from '../graph/known-op.js'
import { continuedChain, newestViolation, type Placed, placeInGraph } from '../graph/place-op.js'
import { newThreadRecord } from '../views/thread-state.js'
import type { Batch } from './batch.js'
import type { LogState } from './log-state.js'
import { isClosing } from './prefetch.js'

/** Two ops are known at `seq`: pasts that were held to be equal may differ in whether they know of it. */
const noteFork = (branch: KnownOp, siblings: readonly KnownOp[], state: LogState, batch: Batch): void => {
  const { core } = branch.chain
  core.forkSeq = Math.min(core.forkSeq ?? branch.seq, branch.seq)
  for (const known of [branch, ...siblings]) {
    state.shelf.pin(known)
    state.forkMarks.add(known)
  }
  for (const known of state.shelf.inMemory()) known.facts = undefined
  batch.forked.add(core)
  batch.factsChanged = true
}

const chainFor = (placed: Placed, state: LogState): Chain => {
  const continued = continuedChain(placed)
  if (continued !== undefined) return continued
  const previous = state.shelf.get(placed.prev)
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
  state.threads.set(thread, isClosing(op) ? { ...record, closings: [...record.closings, known.id] } : record)
  batch.threads.add(thread)
}

/** Judges an op in its cited state and takes it into the log's state. `siblings` are other ops known at its seq of its core. */
export const integrate = (placed: Placed, siblings: readonly KnownOp[], state: LogState, batch: Batch): KnownOp => {
  const known = placeInGraph(placed, chainFor(placed, state), state)
  state.shelf.add(known)
  extendChain(known)
  enterThread(known, state, batch)
  if (known.authority !== undefined) {
    state.shelf.pin(known)
    state.index.add(known.authority)
    batch.factsChanged = true
  }
  batch.addFresh(known)
  if (siblings.length > 0) noteFork(known, siblings, state, batch)
  return known
}

/** Whether ops at the seq are known already, on whatever chain of the core. */
export const isTaken = (core: CoreState, seq: number): boolean =>
  core.chains.some((chain) => chain.from <= seq && seq < chain.length)
