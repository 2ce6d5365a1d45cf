import type { Pool } from 'pg'
import { encodeCursor } from '../queries/cursor.js'
import { storableJson, storableText } from '../sql/storable.js'

export interface AuditEntry {
  /** Who acted, by how they showed it: `token`, or a session's beginning. */
  readonly who: string
  /** Dotted, as `repository.host`. */
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** What operators did; entries are only ever added. */
export class AuditLog {
  constructor(private readonly pool: Pool) {}

  async add(entry: AuditEntry): Promise<void> {
    await this.pool.query('insert into dashboard.audit (who, action, subject, detail) values ($1, $2, $3, $4::jsonb)', [
      storableText(entry.who),
      entry.action,
      storableText(entry.subject),
      storableJson(entry.detail),
    ])
  }

  /** The latest first. */
  async list(query: { readonly limit: number; readonly before?: number | undefined }) {
    const { rows } = await this.pool.query<AuditEntry & { id: string; at: Date }>(
      'select id, at, who, action, subject, detail from dashboard.audit where ($1::bigint is null or id < $1) order by id desc limit $2',
      [query.before ?? null, query.limit + 1],
    )
    const items = rows.slice(0, query.limit).map((row) => ({ ...row, id: Number(row.id), at: row.at.getTime() }))
    const last = items.at(-1)
    return { items, ...(rows.length > query.limit && last !== undefined ? { next: encodeCursor([last.id]) } : {}) }
  }
}
