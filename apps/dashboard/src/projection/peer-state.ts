import type { ReplicationJob } from '@hypergit/queues'
import type { Pool } from 'pg'
import { storableJson } from '../sql/storable.js'

/** Keeps the newest state of a log's replication, by the replicator's clock. */
export const applyReplication = async (pool: Pool, job: ReplicationJob): Promise<void> => {
  await pool.query(
    `insert into dashboard.replication as r (log, at, view) values ($1, $2, $3::jsonb)
     on conflict (log) do update set at = excluded.at, view = excluded.view where r.at <= excluded.at`,
    [job.log, job.at, storableJson(job)],
  )
}
