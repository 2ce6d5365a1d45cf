import type { IdentitiesJob } from '@hypergit/queues'
import { headerText } from '../mail/header-text.js'
import type { Sql } from '../schema/sql.js'

const nameMax = 60

/**
 * Keeps who cores say they are and how sure that is, for mails that name them; of what is said of one core the higher version wins. Rows are written in
 * the order of their keys, so that of two jobs about the same cores one waits for the other.
 */
export async function keepNames(sql: Sql, { identities }: Pick<IdentitiesJob, 'identities'>): Promise<void> {
  const rows = identities.map(({ log, core, user, state, name, version }) => ({
    log,
    core,
    user_id: user,
    state,
    name: headerText(name, nameMax),
    version,
  }))
  await sql.query(
    `insert into notifier.identities as i (log, core, user_id, state, name, version)
     select distinct on (n.log, n.core, n.user_id) n.log, n.core, n.user_id, n.state, n.name, n.version
     from jsonb_to_recordset($1::jsonb) as n(log text, core text, user_id text, state text, name text, version bigint)
     order by n.log, n.core, n.user_id, n.version desc
     on conflict (log, core, user_id) do update set state = excluded.state, name = excluded.name, version = excluded.version
     where i.version < excluded.version`,
    [JSON.stringify(rows)],
  )
}
