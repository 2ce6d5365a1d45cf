import type { UserId, UserView } from '@hypergit/domain'
import type { FollowingJob, Profile, UsersJob } from '@hypergit/queues'
import type { PoolClient } from 'pg'
import { storableJson } from '../sql/storable.js'
import { profileOf, userColumns, type UserRow } from './profile-rows.js'

/** What was known of a user before. */
export interface KnownUser {
  readonly view: UserView | undefined
  /** When a view of them first came, ms. */
  readonly viewedAtMs: number | undefined
}

/** Keeps others from writing about the user until the transaction ends; undefined when nobody claims to be them. */
export const lockUser = async (client: PoolClient, user: UserId): Promise<KnownUser | undefined> => {
  const { rows } = await client.query<{ view: UserView | null; viewed_at_ms: string | null }>(
    'select view, viewed_at_ms from users where user_log = $1 for update',
    [user],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  return {
    view: row.view ?? undefined,
    viewedAtMs: row.viewed_at_ms === null ? undefined : Number(row.viewed_at_ms),
  }
}

const replaceLinks = async (client: PoolClient, { log: user, links }: UserView): Promise<void> => {
  await client.query(
    `with said as (select * from jsonb_to_recordset($2::jsonb) as n(repository text, core text, linked boolean)),
     gone as (delete from links l where l.user_log = $1
       and not exists (select from said where said.repository = l.log and said.core = l.core))
     insert into links as l (user_log, log, core, linked)
     select distinct on (repository, core) $1, repository, core, linked from said
     on conflict (user_log, log, core) do update set linked = excluded.linked where l.linked <> excluded.linked`,
    [user, JSON.stringify(links)],
  )
}

/** Takes over what a user's log says, unless something newer is known; undefined when it is. */
export const noteView = async (
  client: PoolClient,
  { view, epoch, number }: UsersJob,
  nowMs: number,
): Promise<Profile | undefined> => {
  const { rows } = await client.query<UserRow>(
    `update users set view = $4::jsonb, epoch = $2, number = $3, viewed_at_ms = coalesce(viewed_at_ms, $5),
       version = nextval('versions'), changed_at_ms = $5
     where user_log = $1 and (epoch, number) < ($2::bigint, $3::bigint) returning ${userColumns}`,
    [view.log, epoch, number, storableJson(view), nowMs],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  await replaceLinks(client, view)
  return profileOf(row)
}

/** Takes over how the replication of a wanted user's log goes; undefined when that is nothing new. */
export const noteFollowing = async (
  client: PoolClient,
  { user, state, at }: FollowingJob,
  nowMs: number,
): Promise<Profile | undefined> => {
  const { rows } = await client.query<UserRow & { readonly changed: boolean }>(
    `update users u set following = $2, following_at_ms = $3,
       version = case when u.following = $2 then u.version else nextval('versions') end,
       changed_at_ms = case when u.following = $2 then u.changed_at_ms else $4 end
     from (select following as before from users where user_log = $1 for update) b
     where u.user_log = $1 and u.wanted and u.following_at_ms < $3
     returning ${userColumns}, b.before <> $2 as changed`,
    [user, state, at, nowMs],
  )
  const row = rows[0]
  return row?.changed === true ? profileOf(row) : undefined
}
