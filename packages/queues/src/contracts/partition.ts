import type { LogId } from '@hypergit/domain'

/** How many partitions logs fall into; part of the job contracts, the same in every service of a mirror. */
export const partitionCount = 64

/** The partition of a log, 0 to 63: the first byte of its id modulo `partitionCount`. */
export const partitionOf = (log: LogId): number => Number.parseInt(log.slice(0, 2), 16) % partitionCount
