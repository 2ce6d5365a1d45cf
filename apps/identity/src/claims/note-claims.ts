import type { OutcomeKind } from '@hypergit/domain'
import type { ClaimsJob } from '@hypergit/queues'
import type { PoolClient } from 'pg'
import { storableText } from '../sql/storable.js'

/** Whether an op with that outcome says something: a violation, or what follows one, says nothing. */
const stands = (outcome: OutcomeKind): boolean => {
  switch (outcome) {
    case 'accepted':
    case 'hidden':
    case 'held':
      return true
    case 'violation':
    case 'ignored':
    case 'parked':
      return false
    default: {
      const never: never = outcome
      return never
    }
  }
}

/** Of two rows about the same thing the one said later counts. */
const newer = (table: string): string => `where (${table}.epoch, ${table}.number) < (excluded.epoch, excluded.number)`

/** One job at a time writes what is said of a repository. */
export const lockRepository = async (
  client: PoolClient,
  { log, epoch, number, repository }: ClaimsJob,
): Promise<void> => {
  await client.query('insert into repositories (log) values ($1) on conflict do nothing', [log])
  await client.query('select log from repositories where log = $1 for update', [log])
  await client.query(
    `update repositories set name = $4, epoch = $2, number = $3 where log = $1 and (epoch, number) < ($2::bigint, $3::bigint)`,
    [log, epoch, number, storableText(repository)],
  )
}

const noteClaimOps = (client: PoolClient, { log, epoch, number, claims }: ClaimsJob) =>
  client.query(
    `insert into claim_ops as c (log, op, core, user_log, outcome, problem, stands, epoch, number, at_ms)
     select distinct on (n.op) $1, n.op, n.core, n."user", n.outcome, n.problem, n.stands, $2, $3, n.at
     from jsonb_to_recordset($4::jsonb) as n(op text, core text, "user" text, outcome text, problem text, stands boolean, at bigint)
     on conflict (log, op) do update set outcome = excluded.outcome, problem = excluded.problem, stands = excluded.stands,
       epoch = excluded.epoch, number = excluded.number ${newer('c')}`,
    [log, epoch, number, JSON.stringify(claims.map((claim) => ({ ...claim, stands: stands(claim.outcome) })))],
  )

const noteStandings = (client: PoolClient, { log, epoch, number, standings }: ClaimsJob) =>
  client.query(
    `insert into standings as s (log, core, user_log, problem, epoch, number)
     select distinct on (n.core) $1, n.core, n."user", n.problem, $2, $3
     from jsonb_to_recordset($4::jsonb) as n(core text, "user" text, problem text)
     on conflict (log, core) do update set user_log = excluded.user_log, problem = excluded.problem, epoch = excluded.epoch,
       number = excluded.number ${newer('s')}`,
    [log, epoch, number, JSON.stringify(standings)],
  )

const notePairs = (client: PoolClient, { log, epoch, number, pairs }: ClaimsJob) =>
  client.query(
    `insert into pairs as p (log, op, core, other, stands, strike, epoch, number, at_ms)
     select distinct on (n.op) $1, n.op, n.core, n.other, n.stands, n.strike, $2, $3, n.at
     from jsonb_to_recordset($4::jsonb) as n(op text, core text, other text, stands boolean, strike boolean, at bigint)
     on conflict (log, op) do update set stands = excluded.stands, strike = excluded.strike, epoch = excluded.epoch,
       number = excluded.number ${newer('p')}`,
    [
      log,
      epoch,
      number,
      JSON.stringify(pairs.map((pair) => ({ ...pair, stands: pair.outcome === 'accepted', strike: pair.strike }))),
    ],
  )

/** Notes what a repository's log says; repeating it changes nothing. */
export const noteSaid = async (client: PoolClient, job: ClaimsJob): Promise<void> => {
  if (job.claims.length > 0) await noteClaimOps(client, job)
  if (job.standings.length > 0) await noteStandings(client, job)
  if (job.pairs.length > 0) await notePairs(client, job)
}
