import { randomUUID } from 'node:crypto'
import type { LogId } from '@hypergit/domain'
import type { Worker } from 'bullmq'
import type { Pool } from 'pg'
import type { Handler, Handlers, WorkOptions, Working } from './api.js'
import type { Backend } from './backend/backend.js'
import { worksOn, type QueueName } from './contracts/catalog.js'
import type { ServiceName } from './contracts/contract.js'
import { partitionCount, partitionOf } from './contracts/partition.js'
import { Lane } from './partitions/lane.js'
import { leaseStore } from './partitions/lease-store.js'
import { Leases, leaseTimes, type LeaseTimes } from './partitions/leases.js'
import { PartitionWorker } from './partitions/partition-worker.js'
import { contractOf } from './queue-names.js'
import { startStandingWorker } from './standing-worker.js'

const concurrencyDefault = 4

export interface StartWorkingOptions<Service extends ServiceName> extends WorkOptions {
  readonly backend: Backend
  /** Of the schema with leases and epochs. */
  readonly pool: Pool
  readonly service: Service
  readonly handlers: Handlers<Service>
  readonly onProblem: (problem: Error) => void
  readonly leaseTimes?: LeaseTimes
}

type AnyHandlers = Readonly<Record<QueueName, Handler<QueueName>>>

/** Starts the workers of a service: one for each queue without partitions, and one for all partitions that it gets a lease for. */
export const startWorking = async <Service extends ServiceName>(
  options: StartWorkingOptions<Service>,
): Promise<Working> => {
  const { backend, pool, service, onProblem, concurrency = concurrencyDefault } = options
  // Handlers has exactly the queues of worksOn[service]; indexed by a name that is only known at run time, its type is lost.
  const handlers = options.handlers as unknown as AnyHandlers
  const names: readonly QueueName[] = worksOn[service]
  const partitioned = names.filter((name) => contractOf(name).partitioned)
  const plain = names.filter((name) => !contractOf(name).partitioned)

  const standing: Worker[] = plain.map((name) =>
    startStandingWorker(backend, name, handlers[name], concurrency, onProblem),
  )
  const partitions = new PartitionWorker({
    backend,
    concurrency,
    onProblem,
    lanesOf: (partition) => partitioned.map((name) => new Lane(backend, name, handlers[name], partition, onProblem)),
    ...(options.onGained === undefined ? {} : { onGained: options.onGained }),
    ...(options.onLost === undefined ? {} : { onLost: options.onLost }),
  })
  const store = leaseStore({
    pool,
    service,
    holder: randomUUID(),
    partitions: partitioned.length === 0 ? 0 : partitionCount,
    ttlMs: (options.leaseTimes ?? leaseTimes).ttlMs,
  })
  const leases = new Leases(
    store,
    {
      gained: (partition) => {
        partitions.add(partition).catch((error: unknown) => onProblem(error as Error))
        return Promise.resolve()
      },
      releasing: (partition) => partitions.remove(partition, false),
      lost: (partition) => partitions.remove(partition, true),
      problem: onProblem,
    },
    options.leaseTimes,
  )
  if (partitioned.length > 0) await leases.start()

  return {
    held: () => leases.held(),
    holds: (log: LogId) => leases.has(partitionOf(log)),
    pause: async () => {
      await Promise.all([partitions.pause(), ...standing.map((worker) => worker.pause())])
    },
    resume: async () => {
      partitions.resume()
      await Promise.all(standing.map((worker) => worker.resume()))
    },
    close: async () => {
      await Promise.all(standing.map((worker) => worker.close()))
      if (partitioned.length > 0) await leases.stop()
      partitions.close()
    },
  }
}
