import type { IdentitiesJob, ReplicationJob } from '@hypergit/queues'
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

/** Keeps what is to be said beside a core's name; the higher version wins. */
export const applyIdentity = async (pool: Pool, job: IdentitiesJob): Promise<void> => {
  await pool.query(
    `insert into dashboard.identities as i (log, core, user_id, state, version) values ($1, $2, $3, $4, $5)
     on conflict (log, core, user_id) do update set state = excluded.state, version = excluded.version where i.version < excluded.version`,
    [job.log, job.core, job.user, job.state, job.version],
  )
}
