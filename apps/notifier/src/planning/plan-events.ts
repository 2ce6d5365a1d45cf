import type { EventsJob } from '@hypergit/queues'
import { bounds } from '../bounds.js'
import type { Sql, TransactionalSql } from '../schema/sql.js'
import { isNews, noticeOf } from './notice.js'

export interface PlanClock {
  readonly nowMs: number
  readonly holdBackMs: number
}

/** Ids of outbox rows that now wait to be sent. */
export interface Planned {
  readonly mailIds: readonly string[]
}

/**
 * Takes an `events` job into SQL, in one transaction: what is to be told, to whom, and what is no longer to be told. Jobs may come twice and in any
 * order: a notice goes by (epoch, number), a mail by (op, recipient), and only ops that were first seen after a subscription was confirmed are mailed.
 */
export async function planEvents(sql: TransactionalSql, job: EventsJob, clock: PlanClock): Promise<Planned> {
  const news = job.events.filter(isNews)
  if (news.length === 0 && job.withdrawn.length === 0) return { mailIds: [] }
  return sql.transaction(async (within) => {
    await writeNotices(within, job, news, clock)
    await withdraw(within, job, clock)
    const ops = news.map((event) => event.op.id)
    const mailIds = [...(await planMails(within, ops, clock)), ...(await restoreMails(within, ops, clock))]
    return { mailIds }
  })
}

async function writeNotices(sql: Sql, job: EventsJob, news: EventsJob['events'], { nowMs }: PlanClock): Promise<void> {
  const rows = news.map((event) => ({
    op: event.op.id,
    thread: event.thread.op,
    kind: event.kind,
    first_seen_at_ms: event.firstSeenAt,
    content: noticeOf(event),
  }))
  await sql.query(
    `insert into notifier.notices as n (op, log, epoch, number, thread, kind, first_seen_at_ms, withdrawn, content, updated_at_ms)
     select e.op, $2, $3, $4, e.thread, e.kind, e.first_seen_at_ms, false, e.content, $5
     from jsonb_to_recordset($1::jsonb) as e(op text, thread text, kind text, first_seen_at_ms bigint, content jsonb)
     order by e.op
     on conflict (op) do update set
       epoch = excluded.epoch, number = excluded.number, thread = excluded.thread, kind = excluded.kind,
       first_seen_at_ms = least(n.first_seen_at_ms, excluded.first_seen_at_ms), withdrawn = false, content = excluded.content,
       updated_at_ms = excluded.updated_at_ms
     where (n.epoch, n.number) < (excluded.epoch, excluded.number)`,
    [JSON.stringify(rows), job.log, job.epoch, job.number, nowMs],
  )
}

/** Also for ops that nobody has heard of yet, since their event may come later; the text goes at once, the fact that it went stays. */
async function withdraw(sql: Sql, job: EventsJob, { nowMs }: PlanClock): Promise<void> {
  if (job.withdrawn.length === 0) return
  const gone = await sql.query<{ op: string }>(
    `insert into notifier.notices as n (op, log, epoch, number, withdrawn, updated_at_ms)
     select w.op, $2, $3, $4, true, $5 from unnest($1::text[]) as w(op) order by w.op
     on conflict (op) do update set
       epoch = excluded.epoch, number = excluded.number, withdrawn = true, content = null, updated_at_ms = excluded.updated_at_ms
     where (n.epoch, n.number) <= (excluded.epoch, excluded.number)
     returning n.op`,
    [[...new Set(job.withdrawn)], job.log, job.epoch, job.number, nowMs],
  )
  await sql.query(
    `update notifier.outbox set state = 'withdrawn', note = 'hidden', settled_at_ms = $2 where op = any($1) and state = 'held'`,
    [gone.map(({ op }) => op), nowMs],
  )
}

/**
 * An op comes again whenever something about it changes; what was first seen longer ago than `newsForMs` is no news then, whoever was or was not
 * told about it.
 */
export async function planMails(sql: Sql, ops: readonly string[], { nowMs, holdBackMs }: PlanClock): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `insert into notifier.outbox (kind, op, subscription, recipient, state, created_at_ms, due_at_ms, hinted_at_ms)
     select n.kind, n.op, s.id, s.address, 'held', $2, $3, $3
     from notifier.notices n
     join notifier.subscriptions s on s.thread = n.thread and s.about = n.about and s.state = 'confirmed' and s.confirmed_at_ms < n.first_seen_at_ms
     where n.op = any($1) and not n.withdrawn and n.first_seen_at_ms > $4 and (s.level = 'all' or n.kind in ('comment', 'review'))
       and not exists (select from notifier.suppressions x where x.address = s.address)
     order by n.op, s.address
     on conflict (op, recipient) do nothing
     returning id`,
    [ops, nowMs, nowMs + holdBackMs, nowMs - bounds.newsForMs],
  )
  return rows.map(({ id }) => id)
}

/** What was hidden before it was mailed and is visible again is held anew. */
async function restoreMails(sql: Sql, ops: readonly string[], { nowMs, holdBackMs }: PlanClock): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `update notifier.outbox o set state = 'held', note = null, settled_at_ms = null, due_at_ms = $2, hinted_at_ms = $2
     from notifier.notices n where n.op = o.op and o.op = any($1) and o.state = 'withdrawn' and o.note = 'hidden' and not n.withdrawn
     returning o.id`,
    [ops, nowMs + holdBackMs],
  )
  return rows.map(({ id }) => id)
}
