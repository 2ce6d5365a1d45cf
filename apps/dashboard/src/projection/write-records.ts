import type { ChangesJob } from '@hypergit/queues'
import type { PoolClient } from 'pg'
import { storableJson, storableText } from '../sql/storable.js'
import { coreRow, opRow, threadRow } from './record-rows.js'

const upsertOps = `
insert into dashboard.ops (log, epoch, op, thread, core, seq, type, outcome, reason, visible, at, n, view, search)
select $1, $2, x.op, x.thread, x.core, x.seq, x.type, x.outcome, x.reason, x.visible, x.at, x.n, x.view, to_tsvector('english', x.text)
from jsonb_to_recordset($3::jsonb) as x (op text, thread text, core text, seq bigint, type text, outcome text, reason text, visible boolean,
  at bigint, n bigint, view jsonb, text text)
on conflict (log, epoch, op) do update set thread = excluded.thread, outcome = excluded.outcome, reason = excluded.reason,
  visible = excluded.visible, at = excluded.at, n = excluded.n, view = excluded.view, search = excluded.search`

const upsertThreads = `
insert into dashboard.threads (log, epoch, op, number, kind, state, accepted, title, author_core, author_user, author_name, labels, assignees,
  at, updated, view, search)
select $1, $2, x.op, x.number, x.kind, x.state, x.accepted, x.title, x.author_core, x.author_user, x.author_name, x.labels, x.assignees,
  x.at, x.updated, x.view, setweight(to_tsvector('english', x.title), 'A') || to_tsvector('english', x.text)
from jsonb_to_recordset($3::jsonb) as x (op text, number int, kind text, state text, accepted boolean, title text, author_core text,
  author_user text, author_name text, labels text[], assignees text[], at bigint, updated bigint, view jsonb, text text)
on conflict (log, epoch, op) do update set state = excluded.state, accepted = excluded.accepted, title = excluded.title,
  author_user = excluded.author_user, labels = excluded.labels, assignees = excluded.assignees, at = excluded.at,
  updated = excluded.updated, view = excluded.view, search = excluded.search`

const upsertCores = `
insert into dashboard.cores (log, epoch, core, person, user_id, role, blacklisted, view)
select $1, $2, x.core, x.person, x.user_id, x.role, x.blacklisted, x.view
from jsonb_to_recordset($3::jsonb) as x (core text, person text, user_id text, role text, blacklisted boolean, view jsonb)
on conflict (log, epoch, core) do update set person = excluded.person, user_id = excluded.user_id, role = excluded.role,
  blacklisted = excluded.blacklisted, view = excluded.view`

const upsertRepository = `
insert into dashboard.repositories (log, epoch, name, fork_of, at, view) values ($1, $2, $3, $4, $5, $6::jsonb)
on conflict (log, epoch) do update set name = excluded.name, fork_of = excluded.fork_of, at = excluded.at, view = excluded.view`

/** One statement cannot write a row twice: of records that a job repeats, the last one counts. */
const lastOfEach = <Row>(rows: readonly Row[], key: (row: Row) => string): readonly Row[] => [
  ...new Map(rows.map((row) => [key(row), row])).values(),
]

/** Writes a job's records under `epoch`, each over what stands there. Writing them again changes nothing. */
export const writeRecords = async (client: PoolClient, epoch: number, job: ChangesJob): Promise<void> => {
  const write = async (sql: string, rows: readonly unknown[]): Promise<void> => {
    if (rows.length > 0) await client.query(sql, [job.log, epoch, storableJson(rows)])
  }
  await write(
    upsertOps,
    lastOfEach(job.ops.map(opRow), (row) => row.op),
  )
  await write(
    upsertThreads,
    lastOfEach(job.threads.map(threadRow), (row) => row.op),
  )
  await write(
    upsertCores,
    lastOfEach(job.cores.map(coreRow), (row) => row.core),
  )
  const repository = job.repository
  if (repository !== undefined) {
    const { name, forkOf, at } = repository
    await client.query(upsertRepository, [
      job.log,
      epoch,
      storableText(name),
      forkOf ?? null,
      at,
      storableJson(repository),
    ])
  }
}

const epochTables = ['repositories', 'threads', 'ops', 'cores'] as const

/** Removes every row of the log that is neither of `epochs`. */
export const keepOnlyEpochs = async (client: PoolClient, log: string, epochs: readonly number[]): Promise<void> => {
  for (const table of epochTables) {
    await client.query(`delete from dashboard.${table} where log = $1 and epoch <> all($2::bigint[])`, [log, epochs])
  }
}
