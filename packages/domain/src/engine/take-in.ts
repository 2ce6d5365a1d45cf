import { type Cited, citedBy, lackedBy } from '../graph/cited.js'
import { aheadMsMax, type Waiting } from '../graph/parking.js'
import { type OpId, opId } from '../ids.js'
import type { Block } from '../op.js'
import type { Batch } from './batch.js'
import { isUnresolvable, takeBlock } from './intake.js'
import { integrate, isTaken } from './integrate.js'
import type { LogState } from './log-state.js'
import { prefetch } from './prefetch.js'
import type { KnownOp } from '../graph/known-op.js'

const park = (waiting: Waiting, state: LogState, batch: Batch, ahead: boolean): void => {
  if (ahead) state.parking.addAhead(waiting)
  else state.parking.add(waiting)
  batch.cores.add(waiting.core)
  if (!waiting.stored) batch.parked.add(waiting)
}

const unpark = (waiting: Waiting, state: LogState, batch: Batch): void => {
  if (state.parking.get(waiting.id) === undefined) return
  state.parking.remove(waiting)
  // What was parked in this batch has not been written yet, and is not to be.
  batch.parked.delete(waiting)
  if (waiting.stored) batch.unparked.push(waiting)
}

/** Ops known at a seq of the core that is taken; in memory afterwards. */
const siblingsOf = async (waiting: Waiting, state: LogState, batch: Batch): Promise<readonly KnownOp[]> => {
  const key = [waiting.core.key, waiting.seq]
  const ids = new Set(
    batch.fresh.filter(({ chain, seq }) => chain.core === waiting.core && seq === waiting.seq).map(({ id }) => id),
  )
  for await (const record of state.options.store.range('chain', { gte: key, lte: key }))
    ids.add(opId(String(record.key[2])))
  ids.delete(waiting.id)
  await state.shelf.load(ids)
  return [...ids].flatMap((id) => state.shelf.get(id) ?? [])
}

const noSiblings: readonly KnownOp[] = []

const settleBranch = async (
  waiting: Waiting,
  cited: Cited,
  state: LogState,
  batch: Batch,
): Promise<readonly Waiting[]> => {
  integrate(waiting, cited, await siblingsOf(waiting, state, batch), state, batch)
  return state.parking.release(waiting.id)
}

const nothing: readonly Waiting[] = []

/** Judges the op if nothing keeps it waiting; parks it otherwise. Gives what waited for it alone, which is to be settled next. */
const settle = (
  waiting: Waiting,
  now: number,
  state: LogState,
  batch: Batch,
): readonly Waiting[] | Promise<readonly Waiting[]> => {
  const cited = citedBy(waiting, state.shelf)
  waiting.lacks = cited === undefined ? lackedBy(waiting, state.shelf) : undefined
  if (cited === undefined || waiting.needsUpgrade || isUnresolvable(waiting.op, cited)) {
    park(waiting, state, batch, false)
    return nothing
  }
  if (waiting.op !== undefined && waiting.op.at > now + aheadMsMax) {
    park(waiting, state, batch, true)
    return nothing
  }
  unpark(waiting, state, batch)
  if (isTaken(waiting.core, waiting.seq)) return settleBranch(waiting, cited, state, batch)
  integrate(waiting, cited, noSiblings, state, batch)
  return state.parking.release(waiting.id)
}

/** Settles what was released, and what that releases in turn. */
const settleReleased = async (
  released: readonly Waiting[],
  now: number,
  state: LogState,
  batch: Batch,
): Promise<void> => {
  const ready = [...released]
  for (let waiting = ready.shift(); waiting !== undefined; waiting = ready.shift()) {
    await prefetch([waiting], state)
    ready.push(...(await settle(waiting, now, state, batch)))
  }
}

/** Takes blocks in and judges what can be judged, in the order in which it becomes possible. */
export const takeIn = async (blocks: readonly Block[], now: number, state: LogState, batch: Batch): Promise<void> => {
  const taken = new Map<OpId, Waiting>()
  for (const block of blocks) {
    const taking = takeBlock(block, now, taken, state)
    // Nothing is waited for where nothing has to be read: a batch may hold many blocks.
    const intake = 'kind' in taking ? taking : await taking
    if (intake.kind === 'taken') taken.set(intake.waiting.id, intake.waiting)
    else if (intake.kind === 'gap') batch.gaps.add(block.core)
  }
  const candidates = [...state.parking.due(now), ...taken.values()]
  await prefetch(candidates, state, taken)
  for (const waiting of candidates) {
    if (state.shelf.get(waiting.id) !== undefined) continue
    const settled = settle(waiting, now, state, batch)
    const released = settled instanceof Promise ? await settled : settled
    if (released.length > 0) await settleReleased(released, now, state, batch)
  }
}
