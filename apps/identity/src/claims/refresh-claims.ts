import type { CoreKey, LogId, UserId } from '@hypergit/domain'
import type { Identity } from '@hypergit/queues'
import type { PoolClient } from 'pg'
import { identityColumns, identityOf, type IdentityRow } from './identity-rows.js'

const stateOf = (linked: string): string =>
  `case when ${linked} is null then 'maybe' when ${linked} then 'confirmed' else 'disowned' end`

/**
 * Derives again what is said of the cores from what their repository's log and their users' logs say; returns what is different now. A core's claim
 * of a user is the first one that stands, or the first one.
 */
export const refreshCores = async (
  client: PoolClient,
  log: LogId,
  cores: readonly CoreKey[],
  nowMs: number,
): Promise<readonly Identity[]> => {
  const { rows } = await client.query<IdentityRow>(
    `with best as (
       select distinct on (o.core, o.user_log) o.* from claim_ops o where o.log = $1 and o.core = any($2::text[])
       order by o.core, o.user_log, o.stands desc, o.at_ms, o.op),
     derived as (
       select b.*, ${stateOf('l.linked')} as state, coalesce(
         b.problem,
         case when exists (select from pairs p where p.log = $1 and p.core = b.core and p.strike) then 'struck' end,
         s.problem) as shown
       from best b
       left join links l on l.user_log = b.user_log and l.log = b.log and l.core = b.core
       left join standings s on s.log = b.log and s.core = b.core and s.user_log = b.user_log)
     insert into claims as c (log, core, user_log, op, outcome, state, problem, stands, version, changed_at_ms)
     select d.log, d.core, d.user_log, d.op, d.outcome, d.state, d.shown, d.stands, nextval('versions'), $3 from derived d
     on conflict (log, core, user_log) do update set op = excluded.op, outcome = excluded.outcome, state = excluded.state,
       problem = excluded.problem, stands = excluded.stands, version = excluded.version, changed_at_ms = excluded.changed_at_ms
     where (c.op, c.outcome, c.state, c.problem, c.stands)
       is distinct from (excluded.op, excluded.outcome, excluded.state, excluded.problem, excluded.stands)
     returning ${identityColumns}`,
    [log, cores, nowMs],
  )
  return rows.map(identityOf)
}

/** The same for all cores that claimed a user, after the user's log said something else. */
export const refreshUser = async (client: PoolClient, user: UserId, nowMs: number): Promise<readonly Identity[]> => {
  const { rows } = await client.query<IdentityRow>(
    `with derived as (
       select c.log, c.core, c.user_log, ${stateOf('l.linked')} as state from claims c
       left join links l on l.user_log = c.user_log and l.log = c.log and l.core = c.core
       where c.user_log = $1)
     update claims c set state = d.state, version = nextval('versions'), changed_at_ms = $2
     from derived d
     where c.log = d.log and c.core = d.core and c.user_log = d.user_log and c.state <> d.state
     returning ${identityColumns}`,
    [user, nowMs],
  )
  return rows.map(identityOf)
}
