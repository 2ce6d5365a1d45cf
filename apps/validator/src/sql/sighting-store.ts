import { coreKey, type CoreKey, type LogId } from '@hypergit/domain'
import type { Pool } from 'pg'

/** How many ops of a core had been judged, and said, when. */
export interface Sighting {
  readonly core: CoreKey
  readonly length: number
}

export interface OpPlace {
  readonly core: CoreKey
  readonly seq: number
}

/** When the mirror first saw which ops, in SQL, so that it outlives every validator's state. */
export class SightingStore {
  constructor(private readonly pool: Pool) {}

  /** How many ops of each core were seen so far. */
  async lengths(log: LogId): Promise<Map<CoreKey, number>> {
    const { rows } = await this.pool.query<{ core: string; length: string }>(
      'select core, max(length) as length from sightings where log = $1 group by core',
      [log],
    )
    return new Map(rows.map((row) => [coreKey(row.core), Number(row.length)]))
  }

  /** ms of the first sighting of each op, in the order given; undefined for what was not seen before. */
  async firstSeen(log: LogId, ops: readonly OpPlace[]): Promise<readonly (number | undefined)[]> {
    if (ops.length === 0) return []
    const { rows } = await this.pool.query<{ seen_at_ms: string | null }>(
      `select (select min(s.seen_at_ms) from sightings s where s.log = $1 and s.core = o.core and s.length > o.seq) as seen_at_ms
       from unnest($2::text[], $3::bigint[]) with ordinality as o(core, seq, place) order by o.place`,
      [log, ops.map((op) => op.core), ops.map((op) => op.seq)],
    )
    return rows.map((row) => (row.seen_at_ms === null ? undefined : Number(row.seen_at_ms)))
  }

  async add(log: LogId, sightings: readonly Sighting[], seenAtMs: number): Promise<void> {
    if (sightings.length === 0) return
    await this.pool.query(
      `insert into sightings (log, core, length, seen_at_ms)
       select $1, s.core, s.length, $4 from unnest($2::text[], $3::bigint[]) as s(core, length)
       on conflict do nothing`,
      [log, sightings.map((one) => one.core), sightings.map((one) => one.length), seenAtMs],
    )
  }
}
