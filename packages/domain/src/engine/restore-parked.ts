import { coreKey, noOp, opId } from '../ids.js'
import { splitHead } from '../store/json-bytes.js'
import type { Waiting } from '../graph/parking.js'
import { citedBy, dependenciesOf, lackedBy } from '../graph/cited.js'
import { isUnresolvable } from './intake.js'
import type { LogState } from './log-state.js'

/** What is stored of a parked block beside the block itself. */
export interface ParkedHead {
  readonly prev: string
  readonly inOrder: boolean
  readonly needsUpgrade: boolean
  readonly malformed: boolean
}

/** Parked ops wait for the same as before the restart: what they lack, and whether they are due, is found out again. */
export const restoreParked = async (state: LogState): Promise<void> => {
  const all: Waiting[] = []
  for await (const { key, value } of state.options.store.range('parked', {})) {
    const core = state.core(coreKey(String(key[0])))
    if (core === undefined) continue
    const { head, tail } = splitHead(value)
    const { prev, inOrder, needsUpgrade, malformed } = head as ParkedHead
    const block = { core: core.key, seq: Number(key[1]), bytes: tail }
    const decoded = malformed || needsUpgrade ? undefined : state.decoder.block(block)
    const op = decoded?.kind === 'op' ? decoded.op : undefined
    all.push({
      core,
      seq: block.seq,
      id: opId(String(key[2])),
      block,
      op,
      prev: prev === noOp ? noOp : opId(prev),
      needsUpgrade,
      inOrder,
      stored: true,
      lacks: undefined,
    })
  }
  for (const waiting of all) {
    await state.shelf.load(dependenciesOf(waiting))
    const cited = citedBy(waiting, state.shelf)
    if (cited === undefined) waiting.lacks = lackedBy(waiting, state.shelf)
    if (cited !== undefined && !waiting.needsUpgrade && !isUnresolvable(waiting.op, cited))
      state.parking.addAhead(waiting)
    else state.parking.add(waiting)
    state.trim()
  }
}
