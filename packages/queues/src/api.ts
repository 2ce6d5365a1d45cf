import type { LogId } from '@hypergit/domain'
import type { PayloadOf, QueueName, SentBy, WorkedBy } from './contracts/catalog.js'
import type { ServiceName } from './contracts/contract.js'

/** A payload as a caller writes it: the format's version is put in by the producer. */
export type Draft<Payload> = Omit<Payload, 'v'>

export interface SendOptions {
  /** Not before this many ms from now. Refused on a partitioned queue, whose order it would break. */
  readonly delayMs?: number
}

export interface Producer<Name extends QueueName> {
  /**
   * Resolves when the back end has the job. Throws a QueueError: `invalid-job` when the payload does not fit the contract or is above
   * `jobBytesMax` (a bug of the caller), `unavailable` when the back end cannot be reached for `sendPatienceMs` (nothing is buffered beyond that).
   */
  send(payload: Draft<PayloadOf<Name>>, options?: SendOptions): Promise<void>
  /** Several jobs in the order given, in one round trip for each queue. */
  sendAll(payloads: readonly Draft<PayloadOf<Name>>[]): Promise<void>
}

export interface JobContext {
  readonly jobId: string
  /** Only on partitioned queues. */
  readonly partition?: number
  /** From 1. */
  readonly attempt: number
  readonly attemptsMax: number
  /** Aborted at the contract's time limit, and when the partition is lost to another worker: stop, and do not write any more. */
  readonly signal: AbortSignal
}

/** Resolves when the job is done; a rejection fails it (retried as the contract says). Jobs can come twice. */
export type Handler<Name extends QueueName> = (payload: PayloadOf<Name>, context: JobContext) => Promise<void>

/** One handler for every queue that the service works on. */
export type Handlers<Service extends ServiceName> = { readonly [Name in WorkedBy<Service>]: Handler<Name> }

export interface PartitionHooks {
  /** Before the first job of a partition that this worker now holds. */
  readonly onGained?: (partition: number) => Promise<void>
  /** After the last job, before the lease is given back: close what is open for the partition. */
  readonly onLost?: (partition: number) => Promise<void>
}

export interface WorkOptions extends PartitionHooks {
  /** Jobs at a time over all partitions, and of each unpartitioned queue. */
  readonly concurrency?: number
}

/** A service's workers, started. */
export interface Working {
  /** Partitions held now, ascending. */
  held(): readonly number[]
  holds(log: LogId): boolean
  /** Finishes the jobs in hand and takes no others, until `resume`; leases are kept. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** Finishes the jobs in hand, calls `onLost` for each partition and gives the leases back. */
  close(): Promise<void>
}

export interface FailedJob {
  readonly jobId: string
  readonly queue: QueueName
  readonly partition?: number
  readonly reason: string
  readonly at: number
  readonly attempts: number
}

/** One queue as the operator sees it, its partitions summed. */
export interface QueueCounts {
  readonly queue: QueueName
  readonly from: ServiceName
  readonly to: ServiceName
  readonly waiting: number
  readonly active: number
  readonly delayed: number
  readonly failed: number
  /** The newest failures, at most `recentFailuresMax`. */
  readonly recentFailures: readonly FailedJob[]
}

export interface QueuesDescription {
  readonly backend: 'redis' | 'postgres'
  /** For the start's log and the operator's overview, without secrets: `Redis 7.0.15 at redis.example:6379`. */
  readonly text: string
}

/** The queues of one process for one service. */
export interface Queues<Service extends ServiceName> {
  readonly service: Service
  producer<Name extends SentBy<Service>>(queue: Name): Producer<Name>
  /** Starts working. Once for each process and service. */
  work(handlers: Handlers<Service>, options?: WorkOptions): Promise<Working>
  /** Waiting, active, failed and delayed jobs of every queue of the mirror. */
  counts(): Promise<readonly QueueCounts[]>
  describe(): QueuesDescription
  /** Whether the back end answers; for readiness. */
  ping(): Promise<void>
  /** A new, higher epoch for the versions of a log (SQL), for a validator that takes the log over or rebuilds its state. */
  raiseEpoch(log: LogId): Promise<number>
  close(): Promise<void>
}
