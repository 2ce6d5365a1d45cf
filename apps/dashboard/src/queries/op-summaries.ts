import type { OpView, ThreadView } from '@hypergit/domain'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { OpSummary, ThreadReference } from '../replies/op.js'
import { actionDetail } from './action-detail.js'
import { authorsOf } from './authors.js'
import type { ShownLog } from './shown-log.js'

/** The threads that ops belong to, by hexadecimal id; only accepted ones, whose titles readers see. */
const threadsOf = async (
  pool: Pool,
  log: ShownLog,
  ops: readonly OpView[],
): Promise<ReadonlyMap<string, ThreadReference>> => {
  const ids = [...new Set(ops.flatMap((op) => (op.thread === undefined ? [] : [op.thread])))]
  if (ids.length === 0) return new Map()
  const { rows } = await pool.query<{ view: Pick<ThreadView, 'op' | 'number' | 'kind' | 'title'> }>(
    'select view from dashboard.threads where log = $1 and epoch = $2 and accepted and op = any($3)',
    [log.log, log.epoch, ids],
  )
  return new Map(rows.map(({ view: { op, number, kind, title } }) => [op, { op: shown(op), number, kind, title }]))
}

/** Ops in a line each, in the order given: who did what where, and what became of it. */
export const summariseOps = async (pool: Pool, log: ShownLog, ops: readonly OpView[]): Promise<OpSummary[]> => {
  const [name, threads] = await Promise.all([
    authorsOf(
      pool,
      log.log,
      ops.map((op) => op.author),
    ),
    threadsOf(pool, log, ops),
  ])
  return ops.map((op) => {
    const thread = op.thread === undefined ? undefined : threads.get(op.thread)
    return {
      op: shown(op.id),
      type: op.action.type,
      author: name(op.author, op.origin),
      at: op.at,
      outcome: op.decision.outcome,
      ...(op.decision.reason === undefined ? {} : { reason: op.decision.reason }),
      explanation: op.decision.explanation,
      ...(thread === undefined ? {} : { thread }),
      detail: actionDetail(op),
      ...(op.origin === undefined ? {} : { origin: op.origin }),
    }
  })
}
