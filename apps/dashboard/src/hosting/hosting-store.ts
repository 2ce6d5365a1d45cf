import type { LogId } from '@hypergit/domain'
import type { Pool } from 'pg'

/** Whether the operator wants a log hosted. `version` counts the changes of mind; the higher one counts. */
export interface HostingState {
  readonly log: LogId
  readonly host: boolean
  readonly version: number
}

interface Row {
  readonly log: LogId
  readonly host: boolean
  readonly version: string
}

const stateOf = (row: Row): HostingState => ({ log: row.log, host: row.host, version: Number(row.version) })

/** The desired state of every log that was ever hosted: SQL is the truth of it, jobs carry it to the replicator. */
export class HostingStore {
  constructor(private readonly pool: Pool) {}

  /** Sets what is wanted. `changed` is false when it already was so, and then the version stays. */
  async set(log: LogId, host: boolean): Promise<{ readonly state: HostingState; readonly changed: boolean }> {
    const { rows } = await this.pool.query<Row>(
      `insert into dashboard.hosting as h (log, host, version) values ($1, $2, 1)
       on conflict (log) do update set host = excluded.host, version = h.version + 1, changed_at = now() where h.host <> excluded.host
       returning log, host, version`,
      [log, host],
    )
    const row = rows[0]
    if (row !== undefined) return { state: stateOf(row), changed: true }
    const state = await this.get(log)
    // Nothing deletes rows: one that the statement found in the way is there.
    if (state === undefined) throw new Error(`hosting state of ${log} vanished`)
    return { state, changed: false }
  }

  async get(log: LogId): Promise<HostingState | undefined> {
    const { rows } = await this.pool.query<Row>('select log, host, version from dashboard.hosting where log = $1', [
      log,
    ])
    return rows[0] === undefined ? undefined : stateOf(rows[0])
  }

  /** A page of all states, by log, after `after`; with `sinceMs` only of those that changed since. */
  async page(after: string, limit: number, sinceMs?: number): Promise<readonly HostingState[]> {
    const { rows } = await this.pool.query<Row>(
      `select log, host, version from dashboard.hosting
       where log > $1 and ($3::bigint is null or changed_at > to_timestamp($3 / 1000.0)) order by log limit $2`,
      [after, limit, sinceMs === undefined ? null : Math.floor(sinceMs)],
    )
    return rows.map(stateOf)
  }
}
