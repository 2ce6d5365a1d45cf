import type { LogId } from '@hypergit/domain'
import type { Pool } from 'pg'

/** A new epoch of a log's versions, higher than every earlier one, also of other processes. From 1. */
export const raiseEpoch = async (pool: Pool, log: LogId): Promise<number> => {
  const { rows } = await pool.query<{ epoch: string }>(
    `insert into epochs (log, epoch) values ($1, 1)
     on conflict (log) do update set epoch = epochs.epoch + 1 returning epoch`,
    [log],
  )
  const [row] = rows
  if (row === undefined) throw new Error('the database returned no epoch')
  return Number(row.epoch)
}
