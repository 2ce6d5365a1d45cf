import type { IdentitiesJob, ProfilesJob } from '@hypergit/queues'
import type { Pool } from 'pg'
import { storableJson } from '../sql/storable.js'

/**
 * Keeps what is to be said beside cores' names; of what is said of one core the higher version wins. Rows are written in the order of their keys, so that
 * of two jobs about the same cores one waits for the other.
 */
export const applyIdentities = async (pool: Pool, { identities }: Pick<IdentitiesJob, 'identities'>): Promise<void> => {
  await pool.query(
    `insert into dashboard.identities as i (log, core, user_id, state, name, claim, link, problem, version)
     select distinct on (n.log, n.core, n."user") n.log, n.core, n."user", n.state, n.name, n.claim, n.link, n.problem, n.version
     from jsonb_to_recordset($1::jsonb) as n(log text, core text, "user" text, state text, name text, claim text, link text, problem text, version bigint)
     order by n.log, n.core, n."user", n.version desc
     on conflict (log, core, user_id) do update set state = excluded.state, name = excluded.name, claim = excluded.claim,
       link = excluded.link, problem = excluded.problem, version = excluded.version
     where i.version < excluded.version`,
    [storableJson(identities)],
  )
}

/** Keeps what is shown of users, likewise. Their cores have the names that it says, as they are read. */
export const applyProfiles = async (pool: Pool, { profiles }: Pick<ProfilesJob, 'profiles'>): Promise<void> => {
  const rows = profiles.map((view) => {
    const { user, name, following, version } = view
    return { user, name, following, view, version }
  })
  await pool.query(
    `insert into dashboard.profiles as p (user_id, name, following, view, version)
     select distinct on (n."user") n."user", n.name, n.following, n.view, n.version
     from jsonb_to_recordset($1::jsonb) as n("user" text, name text, following text, view jsonb, version bigint)
     order by n."user", n.version desc
     on conflict (user_id) do update set name = excluded.name, following = excluded.following, view = excluded.view,
       version = excluded.version
     where p.version < excluded.version`,
    [storableJson(rows)],
  )
}
