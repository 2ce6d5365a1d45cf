import type { Sql } from '../schema/sql.js'
import type { MailState } from './outbox-mail.js'

/** A mail as the operator sees it. */
export interface OutboxItem {
  readonly id: string
  readonly kind: string
  readonly to: string
  readonly subject: string | null
  readonly state: MailState
  readonly note: string | null
  readonly attempts: number
  readonly createdAt: number
  readonly dueAt: number
  readonly settledAt: number | null
  /** Hexadecimal digits; null for a confirmation. */
  readonly op: string | null
}

export interface OutboxPage {
  readonly items: readonly OutboxItem[]
  /** Give it as `after` for the next page. */
  readonly next?: string
}

/** The newest mails first, `limit` of them after the one named. */
export async function listOutbox(sql: Sql, limit: number, after: string | undefined): Promise<OutboxPage> {
  const rows = await sql.query<OutboxItem>(
    `select o.id, o.kind, o.recipient as to, o.subject, o.state, o.note, o.attempts, o.op, o.created_at_ms::float8 as "createdAt",
            o.due_at_ms::float8 as "dueAt", o.settled_at_ms::float8 as "settledAt"
     from notifier.outbox o
     where $2::uuid is null or (o.created_at_ms, o.id) < (select p.created_at_ms, p.id from notifier.outbox p where p.id = $2)
     order by o.created_at_ms desc, o.id desc limit $1`,
    [limit + 1, after ?? null],
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: last.id } : { items }
}
