import type { IdentitiesJob } from '@hypergit/queues'
import { headerText } from '../mail/header-text.js'
import type { Sql } from '../schema/sql.js'

const nameMax = 60

/** Keeps who a core says it is and how sure that is, for mails that name it; the higher version wins. */
export async function keepName(sql: Sql, { log, core, user, state, name, version }: IdentitiesJob): Promise<void> {
  await sql.query(
    `insert into notifier.identities as i (log, core, user_id, state, name, version) values ($1, $2, $3, $4, $5, $6)
     on conflict (log, core, user_id) do update set state = excluded.state, name = excluded.name, version = excluded.version
     where i.version < excluded.version`,
    [log, core, user, state, headerText(name, nameMax), version],
  )
}
