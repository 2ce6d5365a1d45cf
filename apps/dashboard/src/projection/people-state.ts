import { inTransaction } from '@hypergit/database'
import type { IdentitiesJob, ProfilesJob } from '@hypergit/queues'
import type { Pool } from 'pg'
import { storableJson, storableText } from '../sql/storable.js'

/** Keeps what is to be said beside a core's name; the higher version wins. */
export const applyIdentity = async (pool: Pool, job: IdentitiesJob): Promise<void> => {
  await pool.query(
    `insert into dashboard.identities as i (log, core, user_id, state, name, claim, link, problem, version)
     values ($1, $2, $3, $4, coalesce((select p.name from dashboard.profiles p where p.user_id = $3), $5), $6, $7, $8, $9)
     on conflict (log, core, user_id) do update set state = excluded.state, name = excluded.name, claim = excluded.claim,
       link = excluded.link, problem = excluded.problem, version = excluded.version
     where i.version < excluded.version`,
    [
      job.log,
      job.core,
      job.user,
      job.state,
      storableText(job.name),
      job.claim,
      job.link ?? null,
      job.problem ?? null,
      job.version,
    ],
  )
}

/** Keeps what is shown of a user; the higher version wins. Their cores get the new name. */
export const applyProfile = (pool: Pool, job: ProfilesJob): Promise<void> =>
  inTransaction(pool, async (client) => {
    const name = storableText(job.name)
    const { v: _version, ...view } = job
    const { rowCount } = await client.query(
      `insert into dashboard.profiles as p (user_id, name, following, view, version) values ($1, $2, $3, $4::jsonb, $5)
       on conflict (user_id) do update set name = excluded.name, following = excluded.following, view = excluded.view,
         version = excluded.version
       where p.version < excluded.version`,
      [job.user, name, job.following, storableJson(view), job.version],
    )
    if (rowCount === 0) return
    await client.query('update dashboard.identities set name = $2 where user_id = $1 and name <> $2', [job.user, name])
  })
