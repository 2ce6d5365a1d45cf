import { computeMalformedId } from '../encoding/block-id.js'
import type { CoreState } from '../graph/core-state.js'
import { aheadMsMax, aheadOpsPerCoreMax, parkedPerCoreMax, type Waiting } from '../graph/parking.js'
import { noOp, type OpId } from '../ids.js'
import type { Block, Decoded } from '../op.js'
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

/** The ids that must be known before the op can be judged. */
export const dependenciesOf = ({ prev, op }: Waiting): OpId[] => [
  ...(prev === noOp ? [] : [prev]),
  ...(op?.parents.map(({ id }) => id) ?? []),
]

/**
 * A parent that is a violation, or that its core wrote after one, never resolves, except for a pardon of that core; nor does a parent that is
 * said to be in another place than it is (section 3).
 */
export const isUnresolvable = ({ op }: Waiting, state: LogState): boolean =>
  op?.parents.some((parent) => {
    const cited = state.shelf.get(parent.id)
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
    lacks: new Set(),
  }
}

const isFull = (core: CoreState, decoded: Decoded, state: LogState, now: number): boolean => {
  if (state.parking.count(core.key) >= parkedPerCoreMax) return true
  const isAhead = decoded.kind === 'op' && decoded.op.at > now + aheadMsMax
  return isAhead && state.parking.aheadCount(core.key) >= aheadOpsPerCoreMax
}

const takeFirst = (block: Block, state: LogState): Intake => {
  const first = state.decoder.first(block)
  if (first.kind === 'stranger') return stranger
  const core = state.registry.addCore(block.core)
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
const takeBranch = async (core: CoreState, block: Block, state: LogState): Promise<Intake> => {
  const decoded = state.decoder.block(block)
  if (decoded.kind !== 'op') return known
  const { id } = decoded.op
  await state.shelf.load([id])
  if (state.shelf.get(id) !== undefined || state.parking.get(id) !== undefined) return known
  if (state.parking.count(core.key) >= parkedPerCoreMax) return known
  return { kind: 'taken', waiting: waitingFor(core, block, decoded, state, false) }
}

/** Meets one block of untrusted bytes. Total; bounded by what a core may park. */
export const takeBlock = async (block: Block, now: number, state: LogState): Promise<Intake> => {
  const core = state.core(block.core)
  if (core === undefined) return block.seq === 0 ? takeFirst(block, state) : gap
  if (block.seq < core.received) return takeBranch(core, block, state)
  const decoded = state.decoder.block(block)
  if (decoded.kind === 'op' && decoded.op.prev !== core.receivedHead && !core.needsUpgrade && state.parking.isAwaited(decoded.op.id)) {
    return { kind: 'taken', waiting: waitingFor(core, block, decoded, state, false) }
  }
  if (block.seq > core.received) return gap
  if (isFull(core, decoded, state, now)) return gap
  return takeInOrder(core, block, decoded, state)
}
