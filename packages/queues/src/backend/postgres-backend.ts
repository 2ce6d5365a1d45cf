import type { Database, PoolOptions } from '@hypergit/database'
import {
  createPostgresBackend,
  Queue,
  runMigrations,
  Worker,
  type BackendFactory,
  type Job,
  type PostgresQueueBackend,
} from 'bullmq'
import type { Pool, PoolClient } from 'pg'
import {
  eventsKeptMax,
  lockMs,
  lockRenewMs,
  noDepth,
  stalledIntervalMs,
  stalledMax,
  type Backend,
  type Depth,
  type Fetcher,
} from './backend.js'
import { listenForJobs } from './wake-listener.js'

/** The PostgreSQL schema that BullMQ's own migrations make. */
const schema = 'bullmq'
/** Six for commands, and one for each worker that waits: all unpartitioned queues in one process. */
const poolOptions: PoolOptions = { connectionsMax: 14, durable: false }

const migrate = async (database: Database): Promise<void> => {
  const client: PoolClient = await database.pool(schema, poolOptions).connect()
  try {
    await runMigrations(client, schema)
  } finally {
    client.release(true)
  }
}

const states: Readonly<Record<string, keyof Depth>> = {
  waiting: 'waiting',
  active: 'active',
  delayed: 'delayed',
  failed: 'failed',
}

/** On PostgreSQL the library puts a recovered job behind those that wait; on Redis, and here, it goes before them. */
const putFirst = async (pool: Pool, queue: string, id: string): Promise<void> => {
  await pool.query(
    `update job set seq = (select min(seq) - 1 from job where queue = $1 and state = 'waiting')
     where queue = $1 and id = $2 and state = 'waiting'`,
    [queue, id],
  )
}

/** The queues on the same PostgreSQL as everything else. */
export const openPostgresBackend = async (
  database: Database,
  onProblem: (problem: Error) => void,
): Promise<Backend> => {
  await migrate(database)
  const pool = database.pool(schema, poolOptions)
  const settings = {
    connection: pool,
    lockDuration: lockMs,
    stalledInterval: stalledIntervalMs,
    maxStalledCount: stalledMax,
  }
  type Factory = BackendFactory<PostgresQueueBackend, typeof pool>
  const factory = createPostgresBackend as unknown as Factory
  const root = factory('root', settings)
  root.on('error', onProblem)
  await root.waitUntilReady()
  const shared: Factory = (name) => root.forQueue(name) as PostgresQueueBackend

  const listeners = new Set<(name?: string) => void>()
  const listener = await listenForJobs(
    database.url,
    (name) => {
      for (const each of listeners) each(name)
    },
    onProblem,
  )
  const queues = new Map<string, Queue>()
  const workers = new Set<Worker>()

  const queue = (name: string): Queue => {
    let found = queues.get(name)
    if (found === undefined) {
      const fresh = new Queue(name, { connection: pool, streams: { events: { maxLen: eventsKeptMax } } }, shared)
      fresh.on('error', onProblem)
      found = fresh as unknown as Queue
      queues.set(name, found)
    }
    return found
  }

  const fetcher = (name: string): Fetcher => {
    const backend = shared(name, settings)
    const worker = new Worker(name, null, { ...settings, autorun: false }, () => backend)
    worker.on('error', onProblem)
    return {
      next: (token) => worker.getNextJob(token, { block: false }) as Promise<Job | undefined>,
      recoverStalled: async () => {
        const moved = await backend.moveStalledJobsToWait()
        for (const id of moved.toReversed()) await putFirst(pool, name, id)
      },
    }
  }

  const depths = async (names: readonly string[]): Promise<ReadonlyMap<string, Depth>> => {
    const { rows } = await pool.query<{ queue: string; state: string; jobs: string }>(
      `select queue, state::text, count(*) as jobs from job where queue = any($1) and state in ('waiting', 'active', 'delayed', 'failed') group by 1, 2`,
      [names],
    )
    const found = new Map<string, Depth>()
    for (const row of rows) {
      const state = states[row.state]
      if (state !== undefined) found.set(row.queue, { ...(found.get(row.queue) ?? noDepth), [state]: Number(row.jobs) })
    }
    return found
  }

  return {
    description: { backend: 'postgres', text: `queues on ${database.describe()}` },
    ping: () => database.ping(),
    queue,
    fetcher,
    worker: (name, process, { concurrency, onProblem: onWorkerProblem }) => {
      const worker = new Worker(
        name,
        process,
        {
          connection: pool,
          concurrency,
          drainDelay: 30,
          runRetryDelay: 500,
          lockDuration: lockMs,
          lockRenewTime: lockRenewMs,
          stalledInterval: lockMs,
          maxStalledCount: stalledMax,
        },
        factory,
      ) as unknown as Worker
      worker.on('error', onWorkerProblem)
      workers.add(worker)
      worker.on('closed', () => workers.delete(worker))
      return worker
    },
    // Adding a job announces it in the same transaction.
    wake: () => undefined,
    onWake: (each) => {
      listeners.add(each)
      return () => listeners.delete(each)
    },
    depths,
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.close()))
      await Promise.all([...queues.values()].map((each) => each.close()))
      await listener.close()
      await root.close()
    },
  }
}
