import type { OpView } from '@hypergit/domain'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { Author } from '../replies/author.js'
import { authorsOf } from './authors.js'
import type { ShownLog } from './shown-log.js'

/** The `comment.hide` that took something off the page, whose it is and why. */
export interface Hider {
  readonly op: string
  readonly author: Author
  readonly reason?: string
}

/** The hiding ops of these ops, by their hexadecimal id. */
export const hidersOf = async (
  pool: Pool,
  log: ShownLog,
  ops: readonly OpView[],
): Promise<ReadonlyMap<string, Hider>> => {
  const ids = ops.flatMap((op) => (op.current?.hiddenBy === undefined ? [] : [op.current.hiddenBy]))
  if (ids.length === 0) return new Map()
  const { rows } = await pool.query<{ view: OpView }>(
    'select view from dashboard.ops where log = $1 and epoch = $2 and op = any($3)',
    [log.log, log.epoch, ids],
  )
  const name = await authorsOf(
    pool,
    log.log,
    rows.map((row) => row.view.author),
  )
  return new Map(
    rows.map(({ view }) => {
      const reason = view.action.type === 'comment.hide' ? view.action.reason : undefined
      return [
        view.id,
        { op: shown(view.id), author: name(view.author, view.origin), ...(reason === undefined ? {} : { reason }) },
      ]
    }),
  )
}
