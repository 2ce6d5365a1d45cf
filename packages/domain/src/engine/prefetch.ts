import type { KnownOp } from '../graph/known-op.js'
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

const none: readonly OpId[] = []

/** What the ops name, as far as it is in memory. */
interface Survey {
  readonly absent: readonly OpId[]
  /** The newest violations before the ops in their own cores. */
  readonly violations: readonly OpId[]
  readonly threads: ReadonlySet<OpId>
}

const survey = (ops: readonly Awaited[], { shelf }: LogState, inBatch: ReadonlyMap<OpId, unknown>): Survey => {
  const [absent, violations, threads]: [OpId[], OpId[], Set<OpId>] = [[], [], new Set()]
  const find = (id: OpId): KnownOp | undefined => {
    if (inBatch.has(id)) return undefined
    const known = shelf.get(id)
    if (known === undefined) absent.push(id)
    return known
  }
  for (const { op, prev } of ops) {
    const violation = prev === noOp ? undefined : newestViolation(find(prev))
    if (violation !== undefined) violations.push(violation.op)
    if (op === undefined) continue
    for (const { id } of op.parents) find(id)
    for (const { id, main } of targetsOf(op.action)) {
      const thread = find(id)?.thread
      if (main && thread !== undefined) threads.add(thread)
    }
  }
  return { absent, violations, threads }
}

/**
 * Brings into memory what judging the ops reads: predecessors, targets, their threads, and for a reopen every closing of its thread. What comes
 * in the same batch is not looked for in the store.
 */
export const prefetch = async (
  ops: readonly Awaited[],
  state: LogState,
  inBatch: ReadonlyMap<OpId, unknown> = nothing,
): Promise<void> => {
  let found = survey(ops, state, inBatch)
  if (found.absent.length > 0) {
    await state.shelf.load(found.absent)
    found = survey(ops, state, inBatch)
  }
  await state.shelf.load(found.violations)
  await state.loadThreads(found.threads)
  await state.closings.load(ops.flatMap(({ op }) => (op?.action.type === 'thread.reopen' ? [op.action.thread] : none)))
}
