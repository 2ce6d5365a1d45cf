import { newestViolation } from '../graph/place-op.js'
import { noOp, type OpId } from '../ids.js'
import type { Op } from '../op.js'
import { targetsOf } from '../rules/targets.js'
import type { LogState } from './log-state.js'

interface Awaited {
  readonly op: Op | undefined
  readonly prev: OpId
}

const nothing: ReadonlyMap<OpId, unknown> = new Map()

/**
 * Brings into memory what judging the ops reads: predecessors, targets, their threads, and for a reopen every closing of its thread. What comes
 * in the same batch is not looked for in the store.
 */
export const prefetch = async (
  ops: readonly Awaited[],
  state: LogState,
  inBatch: ReadonlyMap<OpId, unknown> = nothing,
): Promise<void> => {
  const ids: OpId[] = []
  for (const { op, prev } of ops) {
    if (prev !== noOp) ids.push(prev)
    if (op === undefined) continue
    for (const parent of op.parents) ids.push(parent.id)
    for (const target of targetsOf(op.action)) ids.push(target.id)
  }
  await state.shelf.load(ids.filter((id) => !inBatch.has(id)))
  await state.shelf.load(ops.flatMap(({ prev }) => newestViolation(state.shelf.get(prev))?.op ?? []))
  const threads: OpId[] = []
  for (const { op } of ops) {
    if (op === undefined) continue
    for (const target of targetsOf(op.action)) {
      const thread = state.shelf.get(target.id)?.thread
      if (target.main && thread !== undefined) threads.push(thread)
    }
  }
  await state.loadThreads(threads)
  await state.closings.load(ops.flatMap(({ op }) => (op?.action.type === 'thread.reopen' ? [op.action.thread] : [])))
}
