import type { OpView } from '@hypergit/domain'
import type { Pool } from 'pg'
import { ApiError, notFound } from '../http/api-error.js'
import { pathOp } from '../http/parse-request.js'
import { shown } from '../ids/shown-id.js'
import { findOps } from '../queries/op-detail.js'
import type { ShownLog } from '../queries/shown-log.js'

/** The one op that an id or its beginning names; 409 with the candidates when there are several. */
export const namedOp = async (pool: Pool, log: ShownLog, text: string): Promise<OpView> => {
  const ops = await findOps(pool, log, pathOp(text))
  const [op, ...others] = ops
  if (op === undefined) throw notFound('That op')
  if (others.length === 0) return op
  const candidates = ops.map((other) => ({ op: shown(other.id), type: other.action.type }))
  throw new ApiError(409, 'ambiguous', `${ops.length} ops begin so: give more of the id.`, { candidates })
}
