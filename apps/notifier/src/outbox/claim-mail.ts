import { bounds } from '../bounds.js'
import type { Sql } from '../schema/sql.js'
import { claimedColumns, parseClaimed, type ClaimedMail } from './outbox-mail.js'

/** A delayed job may fire a little before the row is due, where clocks differ. */
const earlyMs = 1_000

/** Takes a due mail for this worker; undefined when it is settled, in another's hands, or not due yet. */
export async function claimMail(sql: Sql, mailId: string, nowMs: number): Promise<ClaimedMail | undefined> {
  const rows = await sql.query<unknown>(
    `with taken as (
       update notifier.outbox set state = 'claimed', claim = gen_random_uuid(), claimed_until_ms = $3, attempts = attempts + 1
       where id = $1 and state = 'held' and due_at_ms <= $2 returning *
     ) select ${claimedColumns} from taken o`,
    [mailId, nowMs + earlyMs, nowMs + bounds.claimLastsMs],
  )
  return rows[0] === undefined ? undefined : parseClaimed(rows[0])
}

/**
 * Says in SQL that the content goes to the mail server from here on; false, and nothing may be sent, when the claim has run out, or what the mail
 * tells was withdrawn or its recipient unsubscribed while it was prepared.
 */
export async function handOver(sql: Sql, mail: ClaimedMail, nowMs: number): Promise<boolean> {
  const rows = await sql.query<unknown>(
    `update notifier.outbox o set state = 'handed', claimed_until_ms = $3
     from notifier.subscriptions s
     where o.id = $1 and o.claim = $2 and o.state = 'claimed' and s.id = o.subscription and s.state = $4
       and (o.op is null or exists (select from notifier.notices n where n.op = o.op and not n.withdrawn))
     returning o.id`,
    [mail.id, mail.claim, nowMs + bounds.claimLastsMs, mail.confirmation ? 'pending' : 'confirmed'],
  )
  return rows.length === 1
}

/** Says that the worker still lives. */
export async function renewClaim(sql: Sql, mail: ClaimedMail, nowMs: number): Promise<void> {
  await sql.query(
    `update notifier.outbox set claimed_until_ms = $3 where id = $1 and claim = $2 and state in ('claimed', 'handed')`,
    [mail.id, mail.claim, nowMs + bounds.claimLastsMs],
  )
}
