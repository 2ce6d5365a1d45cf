import { catalog, type QueueName } from './contracts/catalog.js'
import type { Contract, Versioned } from './contracts/contract.js'
import { partitionCount } from './contracts/partition.js'

/** What the queues themselves need to know of a contract whose payload they pass through. */
export type AnyContract = Pick<
  Contract<Versioned>,
  'queue' | 'from' | 'to' | 'attempts' | 'backoffMs' | 'timeLimitMs'
> & { readonly partitioned: boolean }

export const contractOf = (name: QueueName): AnyContract => {
  const { queue, from, to, attempts, backoffMs, timeLimitMs } = catalog[name]
  return { queue, from, to, attempts, backoffMs, timeLimitMs, partitioned: catalog[name].partitionedBy !== undefined }
}

export const partitionQueue = (queue: string, partition: number): string => `${queue}-${partition}`

/** The queues that a contract's jobs are in. */
export const namesOf = (name: QueueName): readonly string[] => {
  const { queue, partitioned } = contractOf(name)
  return partitioned
    ? Array.from({ length: partitionCount }, (_, partition) => partitionQueue(queue, partition))
    : [queue]
}

export const queueNames = Object.keys(catalog) as readonly QueueName[]
