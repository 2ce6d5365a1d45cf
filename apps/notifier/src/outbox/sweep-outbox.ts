import { bounds } from '../bounds.js'
import type { Sql } from '../schema/sql.js'

export interface Swept {
  /** Due mails that may have lost their job. */
  readonly mailIds: readonly string[]
  /** Claims of dead workers that were given back, or settled as unknown. */
  readonly released: number
  readonly unknown: number
}

/**
 * Finds what no job will bring: mails of workers that died, and due mails whose job is gone (an emptied Redis, a kill between commit and enqueue).
 * `resumable` says that handing the same mail over again does no harm: writing a file is, talking to a mail server is not.
 */
export async function sweepOutbox(sql: Sql, resumable: boolean, nowMs: number): Promise<Swept> {
  const released = await sql.query<unknown>(
    `update notifier.outbox set state = 'held', claimed_until_ms = null
     where claimed_until_ms < $1 and (state = 'claimed' or state = 'handed' and $2) returning id`,
    [nowMs, resumable],
  )
  const unknown = await sql.query<unknown>(
    `update notifier.outbox set state = 'unknown', claimed_until_ms = null, settled_at_ms = $1,
       note = 'a worker died while the mail server was answering: it may have arrived, and is not sent again'
     where claimed_until_ms < $1 and state = 'handed' returning id`,
    [nowMs],
  )
  const due = await sql.query<{ id: string }>(
    `update notifier.outbox set hinted_at_ms = $1
     where id in (
       select id from notifier.outbox where state = 'held' and due_at_ms <= $2 and hinted_at_ms <= $2
       order by due_at_ms limit $3 for update skip locked)
     returning id`,
    [nowMs, nowMs - bounds.hintGraceMs, bounds.sweepMailsMax],
  )
  return { mailIds: due.map(({ id }) => id), released: released.length, unknown: unknown.length }
}

/** Forgets what was settled long ago, a bounded part at a time. */
export async function pruneOutbox(sql: Sql, nowMs: number): Promise<void> {
  const before = nowMs - bounds.settledKeptMs
  await sql.query(
    `delete from notifier.outbox where id in (select id from notifier.outbox where settled_at_ms < $1 limit $2)`,
    [before, bounds.pruneMax],
  )
  await sql.query(
    `delete from notifier.notices where op in (
       select n.op from notifier.notices n
       where n.updated_at_ms < $1 and not exists (select from notifier.outbox o where o.op = n.op) limit $2)`,
    [before, bounds.pruneMax],
  )
}
