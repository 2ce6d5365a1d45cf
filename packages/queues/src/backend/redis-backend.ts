import {
  createRedisBackend,
  Queue,
  Worker,
  type BackendFactory,
  type IQueueBackend,
  type Job,
  type RedisQueueBackend,
} from 'bullmq'
import { Redis, type RedisOptions } from 'ioredis'
import { QueueError } from '../queue-error.js'
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
import { requireSuitable } from './redis-requirements.js'

export interface RedisBackendOptions {
  /** `redis://…`, `rediss://…`, or the path of a unix socket. */
  readonly at: string
  readonly onProblem: (problem: Error) => void
  /** How long the first connection may take: in a start of many containers Redis may come last. */
  readonly startPatienceMs?: number
  /** What goes with it, such as an embedded server. */
  readonly onClose?: () => Promise<void>
  readonly label?: string
}

const prefix = 'hypergit'
const wakeChannel = `${prefix}:wake`
const reconnectMaxMs = 1_000

type Options = Omit<RedisOptions, 'replyMapping'>

const connectionOptions: Options = {
  lazyConnect: true,
  connectTimeout: 5_000,
  retryStrategy: (attempt) => Math.min(50 * attempt, reconnectMaxMs),
}

/** `at` is a URL or the path of a socket; ioredis takes either. */
const open = (at: string, options: Options): Redis => new Redis(at, { ...connectionOptions, ...options })

const withoutSecrets = (at: string): string => {
  if (at.startsWith('/')) return 'a private socket'
  const { hostname, port } = new URL(at)
  return `${hostname}:${port === '' ? '6379' : port}`
}

/** Connects for the first time; from then on the connection comes back by itself. */
const connect = async (client: Redis, where: string, patienceMs: number): Promise<void> => {
  for (const deadline = Date.now() + patienceMs; ;) {
    try {
      await client.connect()
      return
    } catch (error) {
      client.disconnect()
      if (Date.now() >= deadline)
        throw new QueueError('unavailable', `No Redis answers at ${where}: ${(error as Error).message}`, error)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

/** The queues on Redis. Throws a QueueError: `unavailable`, `unsuitable-redis`. */
export const openRedisBackend = async (options: RedisBackendOptions): Promise<Backend> => {
  const { at, onProblem } = options
  const where = withoutSecrets(at)
  // Commands fail at once while there is no connection, so that nothing piles up in this process; who sends tries again.
  const client = open(at, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 10_000 })
  const subscriber = open(at, { maxRetriesPerRequest: null })
  // The workers' own loops wait for their commands one by one, as long as it takes.
  const waiting = open(at, { maxRetriesPerRequest: null })
  const clients = [client, subscriber, waiting]
  for (const each of clients) each.on('error', onProblem)
  const disconnect = (): void => {
    for (const each of clients) each.disconnect()
  }
  let version: string
  try {
    await connect(client, where, options.startPatienceMs ?? 15_000)
    version = await requireSuitable(client, where)
    await Promise.all([subscriber.connect(), waiting.connect()])
    await subscriber.subscribe(wakeChannel)
  } catch (error) {
    disconnect()
    throw error
  }

  const listeners = new Set<(name?: string) => void>()
  subscriber.on('message', (_channel: string, name: string) => {
    for (const listener of listeners) listener(name)
  })
  subscriber.on('ready', () => {
    for (const listener of listeners) listener()
  })

  const settings = {
    connection: client,
    prefix,
    lockDuration: lockMs,
    stalledInterval: stalledIntervalMs,
    maxStalledCount: stalledMax,
  }
  const root: RedisQueueBackend = createRedisBackend('root', settings)
  root.on('error', onProblem)
  await root.waitUntilReady()
  const shared: BackendFactory = (name) => root.forQueue(name)
  const queues = new Map<string, Queue>()
  const workers = new Set<Worker>()

  const queue = (name: string): Queue => {
    let found = queues.get(name)
    if (found === undefined) {
      found = new Queue(
        name,
        { connection: client, prefix, streams: { events: { maxLen: eventsKeptMax } } },
        shared as BackendFactory<RedisQueueBackend>,
      )
      found.on('error', onProblem)
      queues.set(name, found)
    }
    return found
  }

  const fetcher = (name: string): Fetcher => {
    const backend: IQueueBackend = root.forQueue(name)
    const worker = new Worker(name, null, { ...settings, autorun: false }, () => backend as RedisQueueBackend)
    worker.on('error', onProblem)
    return {
      next: (token) => worker.getNextJob(token, { block: false }) as Promise<Job | undefined>,
      recoverStalled: async () => {
        await backend.moveStalledJobsToWait()
      },
    }
  }

  const depths = async (names: readonly string[]): Promise<ReadonlyMap<string, Depth>> => {
    const pipeline = client.pipeline()
    for (const name of names) {
      const key = (state: string): string => `${prefix}:${name}:${state}`
      pipeline.llen(key('wait')).llen(key('active')).zcard(key('delayed')).zcard(key('failed'))
    }
    const replies = ((await pipeline.exec()) ?? []).map(([error, value]) => {
      if (error !== null) throw error
      return Number(value)
    })
    const found = new Map<string, Depth>()
    names.forEach((name, index) => {
      const [waitingJobs = 0, active = 0, delayed = 0, failed = 0] = replies.slice(index * 4, index * 4 + 4)
      if (waitingJobs + active + delayed + failed > 0)
        found.set(name, { ...noDepth, waiting: waitingJobs, active, delayed, failed })
    })
    return found
  }

  return {
    description: { backend: 'redis', text: options.label ?? `Redis ${version} at ${where}` },
    ping: async () => {
      await client.ping()
    },
    queue,
    fetcher,
    worker: (name, process, { concurrency, onProblem: onWorkerProblem }) => {
      const worker = new Worker(
        name,
        process,
        {
          connection: waiting,
          prefix,
          concurrency,
          drainDelay: 10,
          runRetryDelay: 500,
          lockDuration: lockMs,
          lockRenewTime: lockRenewMs,
          stalledInterval: lockMs,
          maxStalledCount: stalledMax,
        },
        createRedisBackend,
      )
      worker.on('error', onWorkerProblem)
      workers.add(worker)
      worker.on('closed', () => workers.delete(worker))
      return worker
    },
    wake: (name) => {
      client.publish(wakeChannel, name).catch(() => undefined)
    },
    onWake: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    depths,
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.close()))
      await Promise.all([...queues.values()].map((each) => each.close()))
      await root.close()
      disconnect()
      await options.onClose?.()
    },
  }
}
