import { computeMalformedId } from '../encoding/block-id.js'
import type { Cited } from '../graph/cited.js'
import type { CoreState } from '../graph/core-state.js'
import { aheadMsMax, type Waiting } from '../graph/parking.js'
import { noOp, type OpId } from '../ids.js'
import type { Block, Decoded, Op } from '../op.js'
import { isSound } from '../outcome/cited-state.js'
import type { LogState } from './log-state.js'

/** What becomes of a block at the door. A stranger's core is no member of the log: nothing is kept of it (section 3). */
export type Intake =
  | { readonly kind: 'taken'; readonly waiting: Waiting }
  | { readonly kind: 'known' }
  | { readonly kind: 'gap' }
  | { readonly kind: 'stranger' }

const known: Intake = { kind: 'known' }
const gap: Intake = { kind: 'gap' }
const stranger: Intake = { kind: 'stranger' }

/**
 * A parent that is a violation, or that its core wrote after one, never resolves, except for a pardon of that core; nor does a parent that is
 * said to be in another place than it is (section 3).
 */
export const isUnresolvable = (op: Op | undefined, { parents }: Cited): boolean =>
  op?.parents.some((parent, place) => {
    const cited = parents[place]
    if (cited === undefined) return false
    if (cited.chain.core.key !== parent.core || cited.seq !== parent.seq || cited.op === undefined) return true
    return !isSound(cited) && !(op.action.type === 'core.pardon' && op.action.core === parent.core)
  }) ?? false

const waitingFor = (core: CoreState, block: Block, decoded: Decoded, state: LogState, inOrder: boolean): Waiting => {
  const standIn = (): OpId => computeMalformedId(block, state.options.crypto.blake2b256)
  const needsUpgrade = decoded.kind === 'future' || (inOrder && core.needsUpgrade)
  const follows = decoded.kind === 'op' && (!inOrder || needsUpgrade || decoded.op.prev === core.receivedHead)
  return {
    core,
    seq: block.seq,
    id: decoded.kind === 'future' ? standIn() : decoded.kind === 'op' ? decoded.op.id : decoded.id,
    block,
    op: decoded.kind === 'op' && follows && !needsUpgrade ? decoded.op : undefined,
    prev: inOrder ? core.receivedHead : decoded.kind === 'op' ? decoded.op.prev : noOp,
    needsUpgrade,
    inOrder,
    stored: false,
    lacks: undefined,
  }
}

const isFull = (core: CoreState, decoded: Decoded, state: LogState, now: number): boolean =>
  state.parking.isFull(core.key, decoded.kind === 'op' && decoded.op.at > now + aheadMsMax)

const takeFirst = (block: Block, state: LogState): Intake => {
  const first = state.decoder.first(block)
  if (first.kind === 'stranger') return stranger
  const core = state.registry.addCore(block.core)
  for (const { seq } of state.sources.forkProofs(block.core)) core.forkSeq = Math.min(core.forkSeq ?? seq, seq)
  const decoded = first.kind === 'future' ? first : first.decoded
  return takeInOrder(core, block, decoded, state)
}

const takeInOrder = (core: CoreState, block: Block, decoded: Decoded, state: LogState): Intake => {
  const waiting = waitingFor(core, block, decoded, state, true)
  core.received = block.seq + 1
  core.receivedHead = waiting.id
  if (waiting.needsUpgrade) core.needsUpgrade = true
  return { kind: 'taken', waiting }
}

/** A block for a seq that is taken: what is known already, or a branch. Blocks of a branch that cannot be decoded belong nowhere. */
const takeBranch = async (core: CoreState, block: Block, taken: Taken, state: LogState): Promise<Intake> => {
  const decoded = state.decoder.block(block)
  if (decoded.kind !== 'op') return known
  const { id } = decoded.op
  await state.shelf.load([id])
  if (taken.has(id) || state.shelf.get(id) !== undefined || state.parking.get(id) !== undefined) return known
  if (state.parking.isFull(core.key)) return known
  return { kind: 'taken', waiting: waitingFor(core, block, decoded, state, false) }
}

/** Blocks of the batch that were taken before this one and are not judged yet. */
export type Taken = ReadonlyMap<OpId, Waiting>

/** Whether the op continues a known op of its core, or is cited by a parked one: then it is on a branch beside the core's received order. */
const isBranch = async (core: CoreState, op: Op, taken: Taken, state: LogState): Promise<boolean> => {
  if (state.parking.isAwaited(op.id)) return true
  const waiting = taken.get(op.prev) ?? state.parking.get(op.prev)
  if (waiting?.core === core && waiting.seq === op.seq - 1) return true
  await state.shelf.load([op.prev])
  const previous = state.shelf.get(op.prev)
  return previous?.chain.core === core && previous.seq === op.seq - 1
}

/** A block that does not go on from the op before it: on a branch, or behind a gap. */
const takeBeside = async (core: CoreState, block: Block, op: Op, now: number, taken: Taken, state: LogState) =>
  (await isBranch(core, op, taken, state))
    ? takeBranch(core, block, taken, state)
    : takeNext(core, block, { kind: 'op', op }, now, state)

const takeNext = (core: CoreState, block: Block, decoded: Decoded, now: number, state: LogState): Intake =>
  block.seq > core.received || isFull(core, decoded, state, now) ? gap : takeInOrder(core, block, decoded, state)

/** Meets one block of untrusted bytes; at once where it is its core's next. Total; bounded by what a core may park. */
export const takeBlock = (block: Block, now: number, taken: Taken, state: LogState): Intake | Promise<Intake> => {
  const core = state.core(block.core)
  if (core === undefined) return block.seq === 0 ? takeFirst(block, state) : gap
  if (block.seq < core.received) return takeBranch(core, block, taken, state)
  const decoded = state.decoder.block(block)
  return decoded.kind === 'op' && !core.needsUpgrade && decoded.op.prev !== core.receivedHead
    ? takeBeside(core, block, decoded.op, now, taken, state)
    : takeNext(core, block, decoded, now, state)
}
