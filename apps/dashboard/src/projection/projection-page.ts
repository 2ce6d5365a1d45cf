import type { LogId } from '@hypergit/domain'
import type { Draft, ResyncJob } from '@hypergit/queues'
import type { Pool } from 'pg'

interface Row {
  readonly log: LogId
  readonly epoch: string | null
  readonly number: string | null
}

const pageSql = `
select h.log, coalesce(l.pending_epoch, l.epoch) as epoch, coalesce(l.pending_number, l.number) as number
from dashboard.hosting h left join dashboard.logs l on l.log = h.log
where h.host and h.log > $1
  and ($3::bigint is null or l.pending_epoch is not null or greatest(h.changed_at, l.changed_at) > to_timestamp($3 / 1000.0))
order by h.log limit $2`

/**
 * A page of how far hosted logs are projected, by log, after `after`; with `sinceMs` only of those that changed since, that are new, or whose
 * snapshot is not complete.
 */
export const projectionPage = async (
  pool: Pool,
  after: string,
  limit: number,
  sinceMs: number | undefined,
): Promise<readonly Draft<ResyncJob>[]> => {
  const { rows } = await pool.query<Row>(pageSql, [after, limit, sinceMs === undefined ? null : Math.floor(sinceMs)])
  return rows.map(({ log, epoch, number }) =>
    epoch === null || number === null ? { log } : { log, have: { epoch: Number(epoch), number: Number(number) } },
  )
}
