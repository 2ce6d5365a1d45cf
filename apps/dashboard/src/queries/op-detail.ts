import type { OpId, OpView } from '@hypergit/domain'
import type { Pool } from 'pg'
import type { IdRange } from '../ids/parse-id.js'
import { shown } from '../ids/shown-id.js'
import type { OpDetail } from '../replies/op.js'
import { summariseOps } from './op-summaries.js'
import type { ShownLog } from './shown-log.js'

/** Deciding ops that an answer names; the engine names few. */
const decidingMax = 100

/** Ops whose id lies in the range: none, one, or (for a beginning) several. */
export const findOps = async (pool: Pool, log: ShownLog, range: IdRange): Promise<readonly OpView[]> => {
  const { rows } = await pool.query<{ view: OpView }>(
    'select view from dashboard.ops where log = $1 and epoch = $2 and op between $3 and $4 order by op limit 20',
    [log.log, log.epoch, range.low, range.high],
  )
  return rows.map((row) => row.view)
}

/** Those of the ops that are known here, in their order; the first of many. */
export const readOps = async (pool: Pool, log: ShownLog, ids: readonly OpId[]): Promise<readonly OpView[]> => {
  if (ids.length === 0) return []
  const { rows } = await pool.query<{ view: OpView }>(
    `select view from dashboard.ops where log = $1 and epoch = $2 and op = any($3) order by at, n, op limit ${decidingMax}`,
    [log.log, log.epoch, ids],
  )
  return rows.map((row) => row.view)
}

const bodyOf = (op: OpView): string | null => {
  if (!op.visible) return null
  if (op.current !== undefined) return op.current.body
  return 'body' in op.action ? op.action.body : null
}

/** An op, its outcome, the rule, and the ops that decided it. */
export const readOp = async (pool: Pool, log: ShownLog, op: OpView): Promise<OpDetail> => {
  const deciding = await readOps(pool, log, op.decision.decidedBy)
  const [[summary], decidedBy] = await Promise.all([summariseOps(pool, log, [op]), summariseOps(pool, log, deciding)])
  if (summary === undefined) throw new Error('one op gave no summary')
  const known = new Set(deciding.map((other) => other.id))
  return {
    ...summary,
    repository: { id: shown(log.log), name: log.name },
    seq: op.seq,
    height: op.height,
    effective: { at: op.effective.at, n: op.effective.n },
    rule: op.decision.rule,
    visible: op.visible,
    body: bodyOf(op),
    decidedBy,
    missing: op.decision.decidedBy.filter((id) => !known.has(id)).map(shown),
    parents: op.parents.map((parent) => ({ core: shown(parent.core), seq: parent.seq, op: shown(parent.id) })),
  }
}
