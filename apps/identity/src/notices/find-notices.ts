import { coreKey, logId, type CoreKey, type LogId, type OpId } from '@hypergit/domain'
import type { Notice } from '@hypergit/queues'
import type { PoolClient } from 'pg'

/** A notice with what its kind needs besides: the core that a pair is with. */
export interface FoundNotice {
  readonly notice: Notice
  readonly other?: CoreKey
}

interface Row {
  readonly user_log: string
  readonly core: string
  readonly op: string
  readonly repository: string
  readonly at_ms: string
}

const noticeOf = (log: LogId, kind: Notice['kind'], row: Row): Notice => ({
  id: `${kind}:${log}:${row.op}:${row.user_log}`,
  user: logId(row.user_log),
  kind,
  log,
  repository: row.repository,
  core: coreKey(row.core),
  at: Number(row.at_ms),
})

/** Of each core that claims somebody with effect. */
export const claimNotices = async (
  client: PoolClient,
  log: LogId,
  cores: readonly CoreKey[],
): Promise<readonly FoundNotice[]> => {
  const { rows } = await client.query<Row>(
    `select c.user_log, c.core, c.op, r.name as repository, o.at_ms from claims c
     join claim_ops o on o.log = c.log and o.op = c.op join repositories r on r.log = c.log
     where c.log = $1 and c.core = any($2::text[]) and c.stands`,
    [log, cores],
  )
  return rows.map((row) => ({ notice: noticeOf(log, 'claim', row) }))
}

/** Of pairs: of those that reached for another user's core, to that user; of those whose answer is still out, to the user of both cores. */
export const pairNotices = async (
  client: PoolClient,
  log: LogId,
  ops: readonly OpId[],
): Promise<readonly FoundNotice[]> => {
  const { rows } = await client.query<Row & { readonly other: string; readonly strike: boolean }>(
    `select distinct t.user_log, p.core, p.op, r.name as repository, p.at_ms, p.other, p.strike from pairs p
     join repositories r on r.log = p.log
     join claims t on t.log = p.log and t.core = p.other and t.stands
     where p.log = $1 and p.op = any($2::text[]) and (p.strike or (p.stands
       and exists (select from claims m where m.log = p.log and m.core = p.core and m.user_log = t.user_log and m.stands)
       and not exists (select from pairs b where b.log = p.log and b.core = p.other and b.other = p.core and b.stands)))`,
    [log, ops],
  )
  return rows.map((row) => ({
    notice: noticeOf(log, row.strike ? 'pair-attempt' : 'pair-waiting', row),
    other: coreKey(row.other),
  }))
}
