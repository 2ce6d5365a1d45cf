import { inTransaction } from '@hypergit/database'
import type { BlacklistingKind, LogId, OpId } from '@hypergit/domain'
import type { BundlePart, BundleProblem, BundlesJob } from '@hypergit/queues'
import type { Pool } from 'pg'

/** Which bundle: one for all ops that are ignored for the same violation or ban. */
export interface EvidenceKey {
  readonly log: LogId
  readonly kind: BlacklistingKind
  readonly op: OpId
}

/** A bundle that is here whole. */
export interface HeldBundle {
  readonly digest: string
  readonly parts: number
  readonly bytes: number
}

export type KnownEvidence =
  | { readonly state: 'held'; readonly bundle: HeldBundle }
  | { readonly state: 'refused'; readonly problem: BundleProblem }
  /** A replicator was asked a moment ago, and has not answered yet. */
  | { readonly state: 'asked' }
  | { readonly state: 'unknown' }

/** Times in ms. All processes of a mirror go by the clock of SQL. */
export interface EvidenceBounds {
  readonly bundleKeptMs: number
  /** Short, since a replicator may fetch meanwhile what it lacked. */
  readonly problemKeptMs: number
  /** A download that has begun finds its bundle for so long. */
  readonly downloadMs: number
  /** Without an answer a replicator is asked again after this: the job may be lost, or whoever had it. */
  readonly askAgainMs: number
  /** What is asked for and not answered, in all and of one log; after `lostMs` it counts no more. */
  readonly askedMax: number
  readonly askedOfLogMax: number
  readonly lostMs: number
  /** Text of all bundles that are kept; beyond it nothing new is asked for until some are forgotten. */
  readonly keptBytesMax: number
}

export const evidenceBounds: EvidenceBounds = Object.freeze({
  bundleKeptMs: 15 * 60_000,
  problemKeptMs: 10_000,
  downloadMs: 10 * 60_000,
  askAgainMs: 4_000,
  askedMax: 16,
  askedOfLogMax: 4,
  lostMs: 60_000,
  keptBytesMax: 512 * 1024 * 1024,
})

interface Row {
  readonly state: KnownEvidence['state']
  readonly digest: string
  readonly parts: number
  readonly bytes: string
  readonly problem_code: BundleProblem['code']
  readonly problem: string
}

const ago = (parameter: number): string => `now() - make_interval(secs => $${parameter}::float8 / 1000)`
const ofKey = 'log = $1 and kind = $2 and op = $3'

/** What is asked of replicators, and what they answered, shared by all dashboards. */
export class EvidenceStore {
  constructor(
    private readonly pool: Pool,
    private readonly bounds: EvidenceBounds,
  ) {}

  async find({ log, kind, op }: EvidenceKey): Promise<KnownEvidence> {
    const { bundleKeptMs, problemKeptMs, askAgainMs } = this.bounds
    const { rows } = await this.pool.query<Row>(
      `select case when digest is not null and answered_at > ${ago(4)} then 'held'
         when problem is not null and answered_at > ${ago(5)} then 'refused'
         when (answered_at is null or answered_at < asked_at) and asked_at > ${ago(6)} then 'asked'
         else 'unknown' end as state, digest, parts, bytes, problem_code, problem
       from dashboard.evidence where ${ofKey}`,
      [log, kind, op, bundleKeptMs, problemKeptMs, askAgainMs],
    )
    const [row] = rows
    if (row === undefined) return { state: 'unknown' }
    const { state, digest, parts, bytes, problem_code: code, problem: message } = row
    switch (state) {
      case 'held':
        return { state, bundle: { digest, parts, bytes: Number(bytes) } }
      case 'refused':
        return { state, problem: { code, message } }
      case 'asked':
      case 'unknown':
        return { state }
      default:
        return state satisfies never
    }
  }

  /** Notes that a replicator is asked now. False when it was asked a moment ago, by whichever process, or when there is no room. */
  async ask({ log, kind, op }: EvidenceKey): Promise<boolean> {
    const { askAgainMs, lostMs, askedMax, askedOfLogMax, keptBytesMax } = this.bounds
    const { rowCount } = await this.pool.query(
      `insert into dashboard.evidence as e (log, kind, op, asked_at) select $1, $2, $3, now()
       where (select count(*) < $6 and count(*) filter (where log = $1) < $7 from dashboard.evidence
           where (answered_at is null or answered_at < asked_at) and asked_at > ${ago(5)} and (log, kind, op) <> ($1, $2, $3))
         and (select coalesce(sum(bytes), 0) < $8 from dashboard.evidence_parts)
       on conflict (log, kind, op) do update set asked_at = now() where e.asked_at <= ${ago(4)} or e.answered_at >= e.asked_at`,
      [log, kind, op, askAgainMs, lostMs, askedMax, askedOfLogMax, keptBytesMax],
    )
    return rowCount === 1
  }

  /** Takes an answer; one that nobody waits for is dropped. */
  async take({ part, problem, ...key }: BundlesJob): Promise<void> {
    if (part !== undefined) await this.#takePart(key, part)
    else if (problem !== undefined) await this.#takeProblem(key, problem)
  }

  /** A part of a bundle that was found to be held; undefined when it was forgotten meanwhile. */
  async part({ log, kind, op }: EvidenceKey, digest: string, part: number): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ text: string }>(
      `select text from dashboard.evidence_parts where ${ofKey} and digest = $4 and part = $5`,
      [log, kind, op, digest, part],
    )
    return rows[0]?.text
  }

  /** Removes what nobody is given any more, and parts whose others never came. */
  async forget(): Promise<void> {
    const keptMs = this.bounds.bundleKeptMs + this.bounds.downloadMs
    await this.pool.query(`delete from dashboard.evidence_parts where at < ${ago(1)}`, [keptMs])
    await this.pool.query(
      `delete from dashboard.evidence where asked_at < ${ago(1)} and coalesce(answered_at, asked_at) < ${ago(1)}`,
      [keptMs],
    )
  }

  /** Parts may come to several processes at once: who brings the last one finds, under the lock, that it is the last. */
  #takePart({ log, kind, op }: EvidenceKey, { digest, part, parts, text }: BundlePart): Promise<void> {
    const key = [log, kind, op]
    return inTransaction(this.pool, async (client) => {
      const asked = await client.query(`select from dashboard.evidence where ${ofKey} for update`, key)
      if (asked.rowCount === 0) return
      await client.query(
        `insert into dashboard.evidence_parts (log, kind, op, digest, part, bytes, text) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (log, kind, op, digest, part) do update set at = now()`,
        [...key, digest, part, Buffer.byteLength(text), text],
      )
      const { rowCount } = await client.query(
        `update dashboard.evidence set digest = $4, parts = $5, bytes = whole.bytes, problem = null, answered_at = clock_timestamp()
         from (select count(*) as parts, sum(bytes) as bytes from dashboard.evidence_parts where ${ofKey} and digest = $4) as whole
         where ${ofKey} and whole.parts = $5`,
        [...key, digest, parts],
      )
      if (rowCount === 0) return
      await client.query(`update dashboard.evidence_parts set at = now() where ${ofKey} and digest = $4`, [
        ...key,
        digest,
      ])
    })
  }

  async #takeProblem({ log, kind, op }: EvidenceKey, { code, message }: BundleProblem): Promise<void> {
    await this.pool.query(
      `update dashboard.evidence set problem_code = $4, problem = $5, digest = null, parts = null, bytes = null, answered_at = clock_timestamp()
       where ${ofKey} and (answered_at is null or answered_at < asked_at)`,
      [log, kind, op, code, message],
    )
  }
}
