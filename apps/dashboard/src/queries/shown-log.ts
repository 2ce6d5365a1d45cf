import type { LogId } from '@hypergit/domain'
import type { Pool } from 'pg'

/** A hosted log as readers see it now: all queries of one answer read the same epoch. */
export interface ShownLog {
  readonly log: LogId
  readonly name: string
  /** -1 while nothing of the log is projected: then no row matches. */
  readonly epoch: number
  readonly number: number
  readonly stateHash?: string
}

interface Row {
  readonly log: LogId
  readonly name: string | null
  readonly epoch: string | null
  readonly number: string | null
  readonly state_hash: string | null
}

/** Undefined when the log is not hosted here. */
export const findShownLog = async (pool: Pool, log: string): Promise<ShownLog | undefined> => {
  const { rows } = await pool.query<Row>(
    `select h.log, r.name, l.epoch, l.number, l.state_hash from dashboard.hosting h
     left join dashboard.logs l on l.log = h.log
     left join dashboard.repositories r on r.log = l.log and r.epoch = l.epoch
     where h.log = $1 and h.host`,
    [log],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  return {
    log: row.log,
    name: row.name ?? '',
    epoch: Number(row.epoch ?? -1),
    number: Number(row.number ?? 0),
    ...(row.state_hash === null ? {} : { stateHash: row.state_hash }),
  }
}
