import type { NoticesJob } from '@hypergit/queues'
import type { Sql } from '../schema/sql.js'

/** Keeps what a person should hear of, once, whenever it was said first; returns the ids of what is new. */
export async function noteNotices(sql: Sql, { notices }: NoticesJob, nowMs: number): Promise<readonly string[]> {
  if (notices.length === 0) return []
  const rows = notices.map((notice) => ({ id: notice.id, user_id: notice.user, kind: notice.kind, content: notice }))
  const noted = await sql.query<{ id: string }>(
    `insert into notifier.person_notices (id, user_id, kind, content, noted_at_ms)
     select n.id, n.user_id, n.kind, n.content, $2
     from jsonb_to_recordset($1::jsonb) as n(id text, user_id text, kind text, content jsonb)
     on conflict (id) do nothing returning id`,
    [JSON.stringify(rows), nowMs],
  )
  return noted.map(({ id }) => id)
}
