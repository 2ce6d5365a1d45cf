import { inTransaction } from '@hypergit/database'
import type { LogId } from '@hypergit/domain'
import type { ChangesJob } from '@hypergit/queues'
import type { Pool, PoolClient } from 'pg'
import { notifyChange } from './change-notice.js'
import { advance, stepFor, type Position, type Progress } from './version-order.js'
import { keepOnlyEpochs, writeRecords } from './write-records.js'

/** What became of a job; `gap` asks the caller to have what is missing sent again. */
export type Applied = 'applied' | 'duplicate' | 'stale' | 'gap'

interface LogRow {
  readonly epoch: string | null
  readonly number: string | null
  readonly parts_done: number
  readonly pending_epoch: string | null
  readonly pending_number: string | null
  readonly pending_parts_done: number
}

const position = (epoch: string | null, number: string | null, partsDone: number): Position | undefined =>
  epoch === null || number === null ? undefined : { epoch: Number(epoch), number: Number(number), partsDone }

const progressOf = (row: LogRow | undefined): Progress => {
  if (row === undefined) return {}
  const shown = position(row.epoch, row.number, row.parts_done)
  const pending = position(row.pending_epoch, row.pending_number, row.pending_parts_done)
  return { ...(shown === undefined ? {} : { shown }), ...(pending === undefined ? {} : { pending }) }
}

const columns = 'epoch, number, parts_done, pending_epoch, pending_number, pending_parts_done'

/** How far the log is projected, without locking it. */
export const readProgress = async (pool: Pool, log: LogId): Promise<Progress> => {
  const { rows } = await pool.query<LogRow>(`select ${columns} from dashboard.logs where log = $1`, [log])
  return progressOf(rows[0])
}

const lockProgress = async (client: PoolClient, log: LogId): Promise<Progress> => {
  await client.query('insert into dashboard.logs (log) values ($1) on conflict do nothing', [log])
  const { rows } = await client.query<LogRow>(`select ${columns} from dashboard.logs where log = $1 for update`, [log])
  return progressOf(rows[0])
}

const savePending = (client: PoolClient, job: ChangesJob, at: Position) =>
  client.query(
    `update dashboard.logs set pending_epoch = $2, pending_number = $3, pending_parts_done = $4,
       pending_state_hash = coalesce($5, pending_state_hash) where log = $1`,
    [job.log, at.epoch, at.number, at.partsDone, job.stateHash ?? null],
  )

const saveShown = (client: PoolClient, job: ChangesJob, at: Position) =>
  client.query(
    `update dashboard.logs set epoch = $2, number = $3, parts_done = $4, state_hash = coalesce($5, state_hash), changed_at = now()
     where log = $1`,
    [job.log, at.epoch, at.number, at.partsDone, job.stateHash ?? null],
  )

const publishPending = async (client: PoolClient, log: LogId, epoch: number): Promise<void> => {
  await client.query(
    `update dashboard.logs set epoch = pending_epoch, number = pending_number, parts_done = 0, state_hash = pending_state_hash,
       pending_epoch = null, pending_number = null, pending_parts_done = 0, pending_state_hash = null, changed_at = now()
     where log = $1`,
    [log],
  )
  await keepOnlyEpochs(client, log, [epoch])
}

const endsSnapshot = (job: ChangesJob): boolean =>
  (job.snapshot === 'end' || job.snapshot === 'whole') && job.part + 1 >= job.parts

/**
 * Applies one `changes` job in one transaction, in the order of its version: what came before or is of a lower epoch changes nothing, a gap
 * is told to the caller, and a snapshot is written beside what is shown and takes its place when it is complete. Open pages are told.
 */
export const applyChanges = (pool: Pool, job: ChangesJob): Promise<Applied> =>
  inTransaction(pool, async (client) => {
    const progress = await lockProgress(client, job.log)
    const step = stepFor(progress, job)
    switch (step.kind) {
      case 'duplicate':
      case 'stale':
      case 'gap':
        return step.kind
      case 'begin': {
        await keepOnlyEpochs(client, job.log, progress.shown === undefined ? [] : [progress.shown.epoch])
        await client.query('update dashboard.logs set pending_state_hash = null where log = $1', [job.log])
        await writePending(client, job, step.at)
        return 'applied'
      }
      case 'apply': {
        if (step.to === 'pending') await writePending(client, job, step.at)
        else {
          await writeRecords(client, step.at.epoch, job)
          await saveShown(client, job, advance(step.at, job))
          await notifyChange(client, job)
        }
        return 'applied'
      }
      default: {
        const unknown: never = step
        throw new TypeError(`unknown step ${JSON.stringify(unknown)}`)
      }
    }
  })

const writePending = async (client: PoolClient, job: ChangesJob, at: Position): Promise<void> => {
  await writeRecords(client, at.epoch, job)
  await savePending(client, job, advance(at, job))
  if (!endsSnapshot(job)) return
  await publishPending(client, job.log, at.epoch)
  await notifyChange(client, { ...job, ops: [], threads: [] })
}
