import { aheadMsMax, type Waiting } from '../graph/parking.js'
import { type OpId, opId } from '../ids.js'
import type { Block } from '../op.js'
import type { Batch } from './batch.js'
import { dependenciesOf, isUnresolvable, takeBlock } from './intake.js'
import { integrate, isTaken } from './integrate.js'
import type { LogState } from './log-state.js'
import { prefetch } from './prefetch.js'
import type { KnownOp } from '../graph/known-op.js'

const park = (waiting: Waiting, state: LogState, batch: Batch, ahead: boolean): void => {
  if (ahead) state.parking.addAhead(waiting)
  else state.parking.add(waiting)
  batch.cores.add(waiting.core)
  if (!waiting.stored) batch.parked.push(waiting)
}

const unpark = (waiting: Waiting, state: LogState, batch: Batch): void => {
  if (state.parking.get(waiting.id) === undefined) return
  state.parking.remove(waiting)
  if (waiting.stored) batch.unparked.push(waiting)
}

/** Ops known at the same seq of the core; in memory afterwards. */
const siblingsOf = async (waiting: Waiting, state: LogState, batch: Batch): Promise<readonly KnownOp[]> => {
  if (!isTaken(waiting.core, waiting.seq)) return []
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

/** Judges the op if nothing keeps it waiting, and then what waited for it; parks it otherwise. */
const settle = async (first: Waiting, now: number, state: LogState, batch: Batch): Promise<void> => {
  const ready = [first]
  for (let waiting = ready.shift(); waiting !== undefined; waiting = ready.shift()) {
    if (waiting !== first) await prefetch([waiting], state)
    if (waiting.needsUpgrade || isUnresolvable(waiting, state)) {
      park(waiting, state, batch, false)
      continue
    }
    if (waiting.op !== undefined && waiting.op.at > now + aheadMsMax) {
      park(waiting, state, batch, true)
      continue
    }
    unpark(waiting, state, batch)
    integrate(waiting, await siblingsOf(waiting, state, batch), state, batch)
    ready.push(...state.parking.release(waiting.id))
  }
}

/** Takes blocks in and judges what can be judged, in the order in which it becomes possible. */
export const takeIn = async (blocks: readonly Block[], now: number, state: LogState, batch: Batch): Promise<void> => {
  const taken = new Map<OpId, Waiting>()
  for (const block of blocks) {
    const intake = await takeBlock(block, now, taken, state)
    if (intake.kind === 'taken') taken.set(intake.waiting.id, intake.waiting)
    else if (intake.kind === 'gap') batch.gaps.add(block.core)
  }
  const candidates = [...state.parking.due(now), ...taken.values()]
  await prefetch(candidates, state, taken)
  for (const waiting of candidates) {
    if (state.shelf.get(waiting.id) !== undefined) continue
    for (const id of dependenciesOf(waiting)) if (state.shelf.get(id) === undefined) waiting.lacks.add(id)
    if (waiting.lacks.size > 0) park(waiting, state, batch, false)
    else await settle(waiting, now, state, batch)
  }
}
