import type { OpView } from '@hypergit/domain'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import { encodeCursor } from '../queries/cursor.js'
import { storableText } from '../sql/storable.js'

/** Reports that are kept; beyond it new ones take the place of the oldest. */
const reportsMax = 50_000

export interface NewReport {
  /** Hexadecimal. */
  readonly op: string
  /** Absent: wherever it is hosted. */
  readonly log?: string | undefined
  readonly reason: string
}

/** Keeps a report with a copy of what is reported; false when no hosted log has the op. */
export const storeReport = async (pool: Pool, report: NewReport): Promise<boolean> => {
  const stored = await pool.query(
    `insert into dashboard.reports (log, op, reason, kept)
     select o.log, o.op, $3, o.view from dashboard.hosting h join dashboard.logs l on l.log = h.log
     join dashboard.ops o on o.log = l.log and o.epoch = l.epoch
     where h.host and o.op = $1 and ($2::text is null or h.log = $2) limit 1`,
    [report.op, report.log ?? null, storableText(report.reason)],
  )
  if (stored.rowCount === 0) return false
  await pool.query('delete from dashboard.reports where id <= (select max(id) from dashboard.reports) - $1', [
    reportsMax,
  ])
  return true
}

interface Row {
  readonly id: string
  readonly log: string
  readonly op: string
  readonly reason: string
  readonly kept: OpView | null
  readonly at: Date
}

/** Reports, the latest first. */
export const listReports = async (
  pool: Pool,
  query: { readonly limit: number; readonly before?: number | undefined },
) => {
  const { rows } = await pool.query<Row>(
    'select id, log, op, reason, kept, at from dashboard.reports where ($1::bigint is null or id < $1) order by id desc limit $2',
    [query.before ?? null, query.limit + 1],
  )
  const items = rows.slice(0, query.limit).map((row) => ({
    id: Number(row.id),
    repository: shown(row.log),
    op: shown(row.op),
    type: row.kept?.action.type ?? null,
    reason: row.reason,
    text: row.kept?.current?.body ?? null,
    at: row.at.getTime(),
  }))
  const last = items.at(-1)
  return { items, ...(rows.length > query.limit && last !== undefined ? { next: encodeCursor([last.id]) } : {}) }
}
