import { logId, type LogId, type UserId } from '@hypergit/domain'
import type { Draft, FollowJob, Profile } from '@hypergit/queues'
import type { PoolClient } from 'pg'
import { profileOf, userColumns, type UserRow } from './profile-rows.js'

export interface Wanted {
  readonly follows: readonly Draft<FollowJob>[]
  readonly profiles: readonly Profile[]
}

/** Makes the users known and keeps others from writing about them until the transaction ends. */
export const lockUsers = async (client: PoolClient, users: readonly UserId[], nowMs: number): Promise<void> => {
  await client.query(
    `insert into users (user_log, wanted, wanted_at_ms, following, version, changed_at_ms)
     select u, false, $2, 'refused', nextval('versions'), $2 from unnest($1::text[]) as u order by u on conflict do nothing`,
    [users, nowMs],
  )
  await client.query('select user_log from users where user_log = any($1::text[]) order by user_log for update', [
    users,
  ])
}

const refers = `exists (select from claims c join repositories r on r.log = c.log
  where c.user_log = u.user_log and c.stands and r.hosted)`

const stopWanting = (client: PoolClient, users: readonly UserId[], nowMs: number) =>
  client.query<UserRow>(
    `update users u set wanted = false, wanted_at_ms = $2, following = 'refused', following_at_ms = 0,
       version = nextval('versions'), changed_at_ms = $2
     where u.user_log = any($1::text[]) and u.wanted and not ${refers} returning ${userColumns}`,
    [users, nowMs],
  )

/** At most as many as there is room for of those who claim in the repository, the first ones to come. */
const startWanting = (client: PoolClient, log: LogId, users: readonly UserId[], nowMs: number, usersMax: number) =>
  client.query<UserRow>(
    `with room as (
       select $4::bigint - count(distinct c.user_log) as places from claims c join users u on u.user_log = c.user_log
       where c.log = $2 and c.stands and u.wanted),
     chosen as (
       select u.user_log from users u where u.user_log = any($1::text[]) and not u.wanted and ${refers}
       order by u.version limit greatest(0, (select places from room)))
     update users u set wanted = true, wanted_at_ms = $3, following = 'fetching', following_at_ms = 0,
       version = nextval('versions'), changed_at_ms = $3
     from chosen where u.user_log = chosen.user_log returning u.${userColumns.replaceAll(', ', ', u.')}`,
    [users, log, nowMs, usersMax],
  )

const followJob =
  (follow: boolean) =>
  ({ user_log }: UserRow): Draft<FollowJob> => ({ user: logId(user_log), follow })

/** Which of the users' logs are to be followed from now on, and which no longer, after something changed about their claims in a repository. */
export const wantUsers = async (
  client: PoolClient,
  log: LogId,
  users: readonly UserId[],
  { nowMs, usersMax }: { readonly nowMs: number; readonly usersMax: number },
): Promise<Wanted> => {
  const stopped = await stopWanting(client, users, nowMs)
  const started = await startWanting(client, log, users, nowMs, usersMax)
  return {
    follows: [...stopped.rows.map(followJob(false)), ...started.rows.map(followJob(true))],
    profiles: [...stopped.rows, ...started.rows].map(profileOf),
  }
}
