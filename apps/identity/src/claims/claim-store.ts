import { coreKey, logId, type LogId } from '@hypergit/domain'
import type { Claim, Draft, IdentitiesJob, IdentityState } from '@hypergit/queues'
import type { Pool } from 'pg'

interface Row {
  readonly log: string
  readonly core: string
  readonly user_log: string
  readonly state: IdentityState
  readonly version: string
}

const columns = 'log, core, user_log, state, version'

const jobOf = (row: Row): Draft<IdentitiesJob> => ({
  log: logId(row.log),
  core: coreKey(row.core),
  user: logId(row.user_log),
  state: row.state,
  version: Number(row.version),
})

/** Where to read on in what changed: after this time and version. */
export interface ChangePlace {
  readonly changedAtMs: number
  readonly version: number
}

/** Who claims to be whom, by core of a repository (docs/protocol.md, section 7). A core has one claim that counts; another one is a violation. */
export class ClaimStore {
  constructor(private readonly pool: Pool) {}

  /** Notes claims as `maybe`; returns what is new or different. Repeating it returns nothing. */
  async note(log: LogId, claims: readonly Claim[], nowMs: number): Promise<readonly Draft<IdentitiesJob>[]> {
    const { rows } = await this.pool.query<Row>(
      `insert into claims as c (log, core, user_log, op, outcome, state, version, changed_at_ms)
       select distinct on (n.core) $1, n.core, n.user_log, n.op, n.outcome, 'maybe', nextval('versions'), $6
       from unnest($2::text[], $3::text[], $4::text[], $5::text[]) with ordinality as n(core, user_log, op, outcome, place)
       order by n.core, n.place desc
       on conflict (log, core) do update set user_log = excluded.user_log, op = excluded.op, outcome = excluded.outcome,
         version = excluded.version, changed_at_ms = excluded.changed_at_ms
       where (c.user_log, c.op, c.outcome) is distinct from (excluded.user_log, excluded.op, excluded.outcome)
       returning ${columns}`,
      [
        log,
        claims.map((claim) => claim.core),
        claims.map((claim) => claim.user),
        claims.map((claim) => claim.op),
        claims.map((claim) => claim.outcome),
        nowMs,
      ],
    )
    return rows.map(jobOf)
  }

  /** What changed after `place`, oldest first, and where to read on; no place when that was all. */
  async changedAfter(
    place: ChangePlace,
    limit: number,
  ): Promise<{ readonly jobs: readonly Draft<IdentitiesJob>[]; readonly next?: ChangePlace }> {
    const { rows } = await this.pool.query<Row & { readonly changed_at_ms: string }>(
      `select ${columns}, changed_at_ms from claims where (changed_at_ms, version) > ($1::bigint, $2::bigint)
       order by changed_at_ms, version limit $3`,
      [place.changedAtMs, place.version, limit],
    )
    const last = rows.at(-1)
    const jobs = rows.map(jobOf)
    if (last === undefined || rows.length < limit) return { jobs }
    return { jobs, next: { changedAtMs: Number(last.changed_at_ms), version: Number(last.version) } }
  }
}
