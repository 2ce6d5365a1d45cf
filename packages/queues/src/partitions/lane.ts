import { randomUUID } from 'node:crypto'
import type { Job } from 'bullmq'
import type { Handler } from '../api.js'
import { lockMs, lockRenewMs, type Backend, type Depth, type Fetcher } from '../backend/backend.js'
import type { QueueName } from '../contracts/catalog.js'
import { runJob } from '../run-job.js'
import { contractOf, partitionQueue } from '../queue-names.js'

/** Another worker's unfinished job holds a lane back for at most this long: twice the time in which its lock runs out. */
const stalledPatienceMs = 2 * lockMs

/** The jobs of one contract in one partition, taken one by one in the order they were sent. */
export class Lane {
  readonly queue: string
  readonly #name: QueueName
  readonly #handler: Handler<QueueName>
  readonly #partition: number
  readonly #fetcher: Fetcher
  readonly #onProblem: (problem: Error) => void
  /** Even while no job is fetched or in work, one more at every beginning and end. */
  #turns = 0
  /**
   * Since when a job that nobody works on any more keeps the ones behind it waiting; performance.now(). Until the first look there may be one.
   */
  #heldBackSince: number | undefined = performance.now()

  constructor(
    backend: Backend,
    name: QueueName,
    handler: Handler<QueueName>,
    partition: number,
    onProblem: (problem: Error) => void,
  ) {
    this.#name = name
    this.#handler = handler
    this.#partition = partition
    this.#onProblem = onProblem
    this.queue = partitionQueue(contractOf(name).queue, partition)
    this.#fetcher = backend.fetcher(this.queue)
  }

  /** Takes and works on the next job. Resolves with false when there is none. Rejects when the back end is away. */
  async runNext(signal: AbortSignal): Promise<boolean> {
    if (this.#heldBackSince !== undefined) return false
    this.#turns += 1
    try {
      return await this.#fetchAndRun(signal)
    } finally {
      this.#turns += 1
    }
  }

  async #fetchAndRun(signal: AbortSignal): Promise<boolean> {
    const token = randomUUID()
    const job = await this.#fetcher.next(token)
    if (job === undefined) return false
    const renewal = setInterval(() => {
      job.extendLock(token, lockMs).catch(this.#onProblem)
    }, lockRenewMs)
    try {
      const attempt = await runJob(this.#name, this.#handler, job.data, {
        jobId: job.id ?? '',
        partition: this.#partition,
        attempt: 1,
        signal,
      })
      await this.#finish(job, token, attempt.kind === 'done' ? undefined : attempt.error)
    } finally {
      clearInterval(renewal)
    }
    return true
  }

  /** The worker's own verdict on the job. Where it cannot be said, the job comes again once its lock has run out. */
  async #finish(job: Job, token: string, error: Error | undefined): Promise<void> {
    try {
      if (error === undefined) await job.moveToCompleted(undefined, token, false)
      else await job.moveToFailed(error, token, false)
    } catch (problem) {
      // A job that was emptied away has nothing to be finished.
      if (/missing key/i.test((problem as Error).message)) return
      this.#heldBackSince = performance.now()
      this.#onProblem(problem as Error)
    }
  }

  /** To be read before the depths that `look` is given. */
  get turns(): number {
    return this.#turns
  }

  /**
   * Compares with what the back end had when `turns` was read; nothing is concluded if this lane has worked since. A job that is active
   * although it is not in work here is a dead worker's: it goes back to the front when its lock has run out, and the lane waits for that, so
   * that nothing overtakes it. Returns whether there is work to take.
   */
  async look(depth: Depth, turns: number): Promise<boolean> {
    if (turns !== this.#turns || turns % 2 === 1) return false
    if (depth.active === 0) {
      this.#heldBackSince = undefined
      return depth.waiting > 0
    }
    this.#heldBackSince ??= performance.now()
    if (performance.now() - this.#heldBackSince > stalledPatienceMs) {
      this.#heldBackSince = undefined
      return depth.waiting > 0
    }
    await this.#fetcher.recoverStalled()
    return false
  }

  get heldBack(): boolean {
    return this.#heldBackSince !== undefined
  }
}
