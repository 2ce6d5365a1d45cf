import type { Job, Queue, Worker } from 'bullmq'
import type { QueuesDescription } from '../api.js'

/** Jobs of one queue by state. */
export interface Depth {
  readonly waiting: number
  readonly active: number
  readonly delayed: number
  readonly failed: number
}

/** One fetch of a job by hand, without a connection that blocks for it. */
export interface Fetcher {
  /** The next waiting job, now active and locked under `token` for `lockMs`; undefined when none waits. */
  next(token: string): Promise<Job | undefined>
  /** Puts active jobs whose lock has run out back to the front; what it marks on one call it moves on the next, a second later. */
  recoverStalled(): Promise<void>
}

export interface StandingWorkerOptions {
  readonly concurrency: number
  readonly onProblem: (problem: Error) => void
}

/** Where the jobs are: Redis or PostgreSQL. Shared by the services of one process. */
export interface Backend {
  readonly description: QueuesDescription
  readonly ping: () => Promise<void>
  /** To send to a queue and to look into it. Kept and shared: thousands of them cost memory only. */
  queue(name: string): Queue
  fetcher(name: string): Fetcher
  /** A worker with a connection of its own that waits for jobs; for the few queues that have no partitions. */
  worker(name: string, process: (job: Job) => Promise<void>, options: StandingWorkerOptions): Worker
  /** Tells the other processes that a queue has a job. Never rejects: who misses it finds the job at their next look. */
  wake(name: string): void
  /** Calls with the name of a queue that has a job, from any process, or without one when some may have been missed; returns what ends it. */
  onWake(listener: (name?: string) => void): () => void
  /** Of those of the queues that have any jobs. */
  depths(names: readonly string[]): Promise<ReadonlyMap<string, Depth>>
  close(): Promise<void>
}

/** How long a job stays its worker's without a sign of life, and how often there is one. */
export const lockMs = 8_000
export const lockRenewMs = 2_500
/** Stalled jobs are looked for at most this often. */
export const stalledIntervalMs = 1_000
/** A job that has killed its worker this often is failed. */
export const stalledMax = 2
/** Failed jobs that a queue keeps for the operator. */
export const failedKeptMax = 100
/** A queue's event stream, of which nothing here reads. */
export const eventsKeptMax = 10

export const noDepth: Depth = { waiting: 0, active: 0, delayed: 0, failed: 0 }
