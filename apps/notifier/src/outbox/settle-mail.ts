import { bounds } from '../bounds.js'
import { headerText } from '../mail/header-text.js'
import type { Sql } from '../schema/sql.js'
import type { ClaimedMail } from './outbox-mail.js'

/** What became of a claimed mail. */
export type Settlement =
  | { readonly state: 'sent'; readonly subject: string; readonly messageId: string }
  | { readonly state: 'withdrawn' | 'failed' | 'unknown'; readonly note: string }
  /** To be tried again from `dueAtMs` on. */
  | { readonly state: 'held'; readonly note: string; readonly dueAtMs: number }

/** Writes it down, if the claim still stands; a late answer of the mail server also settles what was meanwhile counted as unknown. */
export async function settleMail(sql: Sql, mail: ClaimedMail, settlement: Settlement, nowMs: number): Promise<boolean> {
  const note = 'note' in settlement ? headerText(settlement.note, bounds.noteMax) : null
  const rows = await sql.query<unknown>(
    `update notifier.outbox set state = $3, note = $4, subject = coalesce($5, subject), message_id = coalesce($6, message_id),
       due_at_ms = coalesce($7, due_at_ms), hinted_at_ms = coalesce($7, hinted_at_ms), claimed_until_ms = null, settled_at_ms = $8
     where id = $1 and claim = $2 and state in ('claimed', 'handed', 'unknown') returning id`,
    [
      mail.id,
      mail.claim,
      settlement.state,
      note,
      settlement.state === 'sent' ? settlement.subject : null,
      settlement.state === 'sent' ? settlement.messageId : null,
      settlement.state === 'held' ? settlement.dueAtMs : null,
      settlement.state === 'held' ? null : nowMs,
    ],
  )
  return rows.length === 1
}

/** No mail goes to this address any more. */
export async function suppressAddress(sql: Sql, address: string, reason: string, nowMs: number): Promise<void> {
  await sql.query(
    `insert into notifier.suppressions (address, reason, at_ms) values ($1, $2, $3) on conflict (address) do nothing`,
    [address, headerText(reason, bounds.noteMax), nowMs],
  )
}
