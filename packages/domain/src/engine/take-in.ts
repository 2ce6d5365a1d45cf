import { aheadMsMax, type Waiting } from '../graph/parking.js'
import { type OpId, opId } from '../ids.js'
import type { Block } from '../op.js'
import type { Batch } from './batch.js'
import { isUnresolvable, lackedBy, takeBlock } from './intake.js'
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

/** Judges the op if nothing keeps it waiting; parks it otherwise. What waited for it alone is to be settled next. */
const settle = (
  waiting: Waiting,
  siblings: readonly KnownOp[],
  now: number,
  state: LogState,
  batch: Batch,
): readonly Waiting[] => {
  if (waiting.needsUpgrade || isUnresolvable(waiting, state)) {
    park(waiting, state, batch, false)
    return []
  }
  if (waiting.op !== undefined && waiting.op.at > now + aheadMsMax) {
    park(waiting, state, batch, true)
    return []
  }
  unpark(waiting, state, batch)
  integrate(waiting, siblings, state, batch)
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
    const siblings = isTaken(waiting.core, waiting.seq) ? await siblingsOf(waiting, state, batch) : noSiblings
    ready.push(...settle(waiting, siblings, now, state, batch))
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
    waiting.lacks = lackedBy(waiting, state)
    if (waiting.lacks !== undefined) {
      park(waiting, state, batch, false)
      continue
    }
    const siblings = isTaken(waiting.core, waiting.seq) ? await siblingsOf(waiting, state, batch) : noSiblings
    const released = settle(waiting, siblings, now, state, batch)
    if (released.length > 0) await settleReleased(released, now, state, batch)
  }
}
