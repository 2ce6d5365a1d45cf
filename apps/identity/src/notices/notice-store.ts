import { noticesMax, type Draft, type Notice, type NoticesJob } from '@hypergit/queues'
import type { Pool, PoolClient } from 'pg'
import { storableJson } from '../sql/storable.js'
import type { FoundNotice } from './find-notices.js'

export interface NoticeTimes {
  readonly nowMs: number
  /** A machine of one person answers another by itself: who waits longer should hear of it. */
  readonly pairPatienceMs: number
}

/** Attempts of strangers that one person is told of in a day. */
const attemptsPerDayMax = 10
const dayMs = 24 * 60 * 60_000

/** Notes what is to be said, each thing once; what is due now is returned. */
export const addNotices = async (
  client: PoolClient,
  found: readonly FoundNotice[],
  { nowMs, pairPatienceMs }: NoticeTimes,
): Promise<readonly Notice[]> => {
  if (found.length === 0) return []
  const rows = found.map(({ notice, other }) => ({
    id: notice.id,
    notice,
    user_log: notice.user,
    kind: notice.kind,
    log: notice.log ?? null,
    core: notice.core,
    other: other ?? null,
    due: nowMs + (notice.kind === 'pair-waiting' ? pairPatienceMs : 0),
  }))
  const { rows: added } = await client.query<{ notice: Notice; due_at_ms: string }>(
    `with said as (
       select n.*, row_number() over (partition by n.user_log, n.kind order by n.id) as place,
         (select count(*) from notices k where k.user_log = n.user_log and k.kind = n.kind and k.due_at_ms > $2::bigint - $3::bigint) as before
       from jsonb_to_recordset($1::jsonb) as n(id text, notice jsonb, user_log text, kind text, log text, core text, other text, due bigint))
     insert into notices (id, notice, user_log, kind, log, core, other, due_at_ms)
     select id, notice, user_log, kind, log, core, other, due from said
     where kind <> 'pair-attempt' or place + before <= $4
     on conflict (id) do nothing returning notice, due_at_ms`,
    [storableJson(rows), nowMs, dayMs, attemptsPerDayMax],
  )
  return added.filter((row) => Number(row.due_at_ms) <= nowMs).map(({ notice }) => notice)
}

export const noticeJobs = (notices: readonly Notice[]): readonly Draft<NoticesJob>[] =>
  Array.from({ length: Math.ceil(notices.length / noticesMax) }, (_, page) => ({
    notices: notices.slice(page * noticesMax, (page + 1) * noticesMax),
  }))

/** A waiting pair that was answered is no news. */
export const dropAnswered = async (pool: Pool, nowMs: number): Promise<void> => {
  await pool.query(
    `delete from notices n where n.kind = 'pair-waiting' and n.due_at_ms <= $1 and exists (
       select from pairs b where b.log = n.log and b.core = n.other and b.other = n.core and b.stands)`,
    [nowMs],
  )
}

/** A page of what became due in (`fromMs`, `toMs`], by id. */
export const dueNotices = async (
  pool: Pool,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  after: string,
): Promise<readonly Notice[]> => {
  const { rows } = await pool.query<{ notice: Notice }>(
    `select notice from notices where due_at_ms > $1 and due_at_ms <= $2 and id > $3 order by id limit ${noticesMax}`,
    [fromMs, toMs, after],
  )
  return rows.map(({ notice }) => notice)
}

/** What was said so long ago that nobody says it again. */
export const forgetNotices = async (pool: Pool, beforeMs: number): Promise<void> => {
  await pool.query('delete from notices where due_at_ms < $1', [beforeMs])
}
