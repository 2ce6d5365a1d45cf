import type { LogId } from '@hypergit/domain'
import { z } from 'zod'

export type ServiceName = 'replicator' | 'validator' | 'identity' | 'notifier' | 'dashboard'

/** What every job of every queue carries: the version of the contract's format. */
export interface Versioned {
  readonly v: 1
}
export const v: z.ZodType<1> = z.literal(1)

/** A queue: who sends, who works, what a job holds and how it is treated. */
export interface Contract<Payload extends Versioned> {
  /** Name of the queue; a partitioned one has a queue for each partition, `name-17`. Without `:`, which the queue library keeps for itself. */
  readonly queue: string
  readonly from: ServiceName
  readonly to: ServiceName
  /**
   * By the partition of this log, one job at a time, in the order sent, by whoever holds the partition's lease. Absent: any worker, any
   * order, several at a time.
   */
  readonly partitionedBy?: (payload: Payload) => LogId
  /** Turns a job's JSON into the payload (`decode`) and back (`encode`), both checked. */
  readonly schema: z.ZodType<Payload>
  /** How often a handler is tried. 1 wherever order counts: a retry would come after its successors; the sweep brings what failed. */
  readonly attempts: number
  /** Wait before the second attempt, doubled for each further one; unused with one attempt. */
  readonly backoffMs: number
  /** A handler that takes longer is aborted (its signal), and the job counts as failed. */
  readonly timeLimitMs: number
  /**
   * While a job of the same key waits, a newer one takes its place; while it is worked on, the newest of them runs after it. Undefined: it takes no place
   * but its own.
   */
  readonly replaces?: (payload: Payload) => string | undefined
  /** A job of this id is added once while it is kept. */
  readonly once?: (payload: Payload) => string
}

/** A job's JSON may be this long; what a sender splits is split below it. Base64 makes 1 MiB of blocks 1.4 MiB. */
export const jobBytesMax = 2 * 1024 * 1024

/** Blocks of one `validate` job. */
export const blocksMax = 256
export const blockBytesMax = 1024 * 1024

/** What a job of a paged list may hold. */
export const pageLengthMax = 1_000
