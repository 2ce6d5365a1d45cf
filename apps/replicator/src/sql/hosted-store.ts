import { logId, type LogId } from '@hypergit/domain'
import { partitionOf, type HostingJob } from '@hypergit/queues'
import type { Pool } from 'pg'

/** Which logs are to be hosted, in SQL, shared by all replicators: whoever holds a log's partition hosts it. */
export class HostedStore {
  constructor(private readonly pool: Pool) {}

  /** Takes over what the operator wants, unless a higher version is known. Returns whether the log is to be hosted now. */
  async want({ log, host, version }: Pick<HostingJob, 'log' | 'host' | 'version'>, nowMs: number): Promise<boolean> {
    const { rows } = await this.pool.query<{ host: boolean }>(
      `with taken as (
         insert into hosted as h (log, partition, host, version, changed_at_ms) values ($1, $2, $3, $4, $5)
         on conflict (log) do update set host = excluded.host, version = excluded.version,
           changed_at_ms = case when h.host = excluded.host then h.changed_at_ms else excluded.changed_at_ms end
         where h.version < excluded.version
         returning host)
       select host from taken union all select host from hosted where log = $1 and not exists (select from taken)`,
      [log, partitionOf(log), host, version, nowMs],
    )
    return rows[0]?.host ?? false
  }

  async inPartition(partition: number): Promise<readonly LogId[]> {
    const { rows } = await this.pool.query<{ log: string }>(
      'select log from hosted where host and partition = $1 order by log',
      [partition],
    )
    return rows.map((row) => logId(row.log))
  }

  /** Which of the logs have not been hosted since `beforeMs`. */
  async stoppedSince(logs: readonly LogId[], beforeMs: number): Promise<readonly LogId[]> {
    const { rows } = await this.pool.query<{ log: string }>(
      'select log from hosted where not host and changed_at_ms < $2 and log = any($1::text[])',
      [logs, beforeMs],
    )
    return rows.map((row) => logId(row.log))
  }
}
