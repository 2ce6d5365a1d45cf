import type { Database } from '@hypergit/database'
import type { Handlers, Producer, Queues, WorkOptions, Working } from './api.js'
import type { Backend } from './backend/backend.js'
import type { Chaos } from './chaos.js'
import type { QueueName, SentBy } from './contracts/catalog.js'
import type { ServiceName } from './contracts/contract.js'
import { countQueues } from './counts.js'
import { raiseEpoch } from './partitions/epochs.js'
import type { LeaseTimes } from './partitions/leases.js'
import { queuesMigrations, queuesSchema } from './partitions/schema.js'
import { openProducer } from './producer.js'
import { startWorking } from './working.js'

export interface QueuesConfig<Service extends ServiceName> {
  readonly service: Service
  readonly database: Database
  /** Opened by the process, which closes it after the queues of all its services. */
  readonly backend: Backend
  /** Lost connections and leases, which come back by themselves; for the log. */
  readonly onProblem?: (problem: Error) => void
  /** A test aid: HYPERGIT_QUEUE_CHAOS. */
  readonly chaos?: Chaos
  readonly leaseTimes?: LeaseTimes
}

/** The queues of one service: brings the tables of leases and epochs up to date. Throws a DatabaseError. */
export const openQueues = async <Service extends ServiceName>(
  config: QueuesConfig<Service>,
): Promise<Queues<Service>> => {
  const { service, database, backend, chaos } = config
  const onProblem = config.onProblem ?? (() => undefined)
  await database.migrate(queuesSchema, queuesMigrations)
  const pool = database.pool(queuesSchema)
  const producers = new Map<QueueName, unknown>()
  const started: Working[] = []

  return {
    service,
    producer: <Name extends SentBy<Service>>(name: Name): Producer<Name> => {
      const known = producers.get(name) ?? openProducer(backend, name, chaos)
      producers.set(name, known)
      return known as Producer<Name>
    },
    work: async (handlers: Handlers<Service>, options: WorkOptions = {}) => {
      const { leaseTimes } = config
      const working = await startWorking({
        ...options,
        backend,
        pool,
        service,
        handlers,
        onProblem,
        ...(leaseTimes === undefined ? {} : { leaseTimes }),
      })
      started.push(working)
      return working
    },
    counts: () => countQueues(backend),
    describe: () => backend.description,
    ping: () => backend.ping(),
    raiseEpoch: (log) => raiseEpoch(pool, log),
    close: async () => {
      await Promise.all(started.splice(0).map((working) => working.close()))
    },
  }
}
