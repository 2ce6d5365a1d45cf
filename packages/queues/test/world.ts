import { openDatabase, type Database } from '@hypergit/database'
import { logId, opId, coreKey, type LogId } from '@hypergit/domain'
import { startPostgres, startRedis, tempDir, type PostgresServer, type RedisServer } from '@hypergit/testing'
import {
  openBackend,
  openQueues,
  type Backend,
  type Handlers,
  type Queues,
  type QueuesConfig,
  type ServiceName,
} from '../src/index.js'

export type BackendKind = 'redis' | 'postgres'

/** Real servers for one test file, and a process's share of them: as many as a test wants. */
export interface World {
  readonly redis: RedisServer | undefined
  /** Made new for every test, together with the queues' contents. */
  fresh(): Promise<void>
  readonly databaseUrl: string
  process(): Promise<{ readonly backend: Backend; readonly database: Database; close(): Promise<void> }>
  queues<Service extends ServiceName>(service: Service, more?: Partial<QueuesConfig<Service>>): Promise<Queues<Service>>
  /** Ends what the test opened. */
  end(): Promise<void>
  stop(): Promise<void>
}

/** Leases that change hands within a test's patience. */
export const quickLeases = { ttlMs: 1_000, renewMs: 100, marginMs: 200 }

export const startWorld = async (kind: BackendKind): Promise<World> => {
  const postgres: PostgresServer = await startPostgres()
  const redis = kind === 'redis' ? await startRedis() : undefined
  const folder = await tempDir()
  let databaseUrl = ''
  let opened: (() => Promise<void>)[] = []

  const process = async () => {
    const database = await openDatabase({ url: databaseUrl, folder: folder.path })
    const backend = await openBackend({
      database,
      folder: folder.path,
      prefer: kind,
      ...(redis === undefined ? {} : { redisUrl: redis.url }),
    })
    const close = async (): Promise<void> => {
      await backend.close()
      await database.close()
    }
    return { backend, database, close }
  }

  return {
    redis,
    get databaseUrl() {
      return databaseUrl
    },
    process,
    fresh: async () => {
      databaseUrl = await postgres.database()
      if (redis !== undefined) await flush(redis)
    },
    queues: async (service, more = {}) => {
      const { backend, database, close } = await process()
      const queues = await openQueues({ service, database, backend, leaseTimes: quickLeases, ...more })
      opened.push(async () => {
        await queues.close()
        await close()
      })
      return queues
    },
    end: async () => {
      const closing = opened
      opened = []
      for (const close of closing.toReversed()) await close()
    },
    stop: async () => {
      await postgres.stop()
      await redis?.stop()
      await folder.remove()
    },
  }
}

/** Empties it, as an operator's FLUSHALL does. */
export const flush = async (redis: RedisServer): Promise<void> => {
  const { Redis } = await import('ioredis')
  const client = new Redis(redis.url)
  await client.flushall()
  client.disconnect()
}

const hex = (first: number, rest: string): string => first.toString(16).padStart(2, '0') + rest.repeat(62)

/** A log in that partition. */
export const logIn = (partition: number): LogId => logId(hex(partition, 'a'))
export const someCore = coreKey(hex(1, 'b'))
export const someOp = opId(hex(2, 'c'))

/** A `verdicts` job of that number. */
export const verdictsOf = (log: LogId, number: number) => ({
  log,
  epoch: 1,
  number,
  applied: [],
  verdicts: [],
  missing: [],
  gaps: [],
  lifted: [],
  forks: [],
})

const ignore = (): Promise<void> => Promise.resolve()

export const replicatorHandlers = (handlers: Partial<Handlers<'replicator'>>): Handlers<'replicator'> => ({
  verdicts: ignore,
  follow: ignore,
  hosting: ignore,
  evidence: ignore,
  ...handlers,
})
export const notifierHandlers = (handlers: Partial<Handlers<'notifier'>>): Handlers<'notifier'> => ({
  events: ignore,
  mail: ignore,
  notices: ignore,
  names: ignore,
  ...handlers,
})
export const dashboardHandlers = (handlers: Partial<Handlers<'dashboard'>>): Handlers<'dashboard'> => ({
  changes: ignore,
  identities: ignore,
  profiles: ignore,
  replication: ignore,
  bundles: ignore,
  ...handlers,
})
