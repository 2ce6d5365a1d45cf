import type { PartitionHooks } from '../api.js'
import type { Backend } from '../backend/backend.js'
import type { Lane } from './lane.js'
import { Partition } from './partition.js'

/** A hint can be lost, when a sender dies between the job and the hint; this often the queues themselves are looked at. */
const lookEveryMs = 15_000
/** While a dead worker's job holds a lane back. */
const lookSoonMs = 500
const retryMs = 500

export interface PartitionWorkerOptions extends PartitionHooks {
  readonly backend: Backend
  readonly lanesOf: (partition: number) => readonly Lane[]
  /** Jobs at a time, over all partitions. */
  readonly concurrency: number
  readonly onProblem: (problem: Error) => void
}

/** Works on the partitions that it is given, a few at a time and fairly: after one job a partition goes to the end of the line. */
export class PartitionWorker {
  readonly #options: PartitionWorkerOptions
  readonly #partitions = new Map<number, Partition>()
  readonly #ofQueue = new Map<string, Partition>()
  /** Partitions whose last holding here has not ended yet. */
  readonly #ending = new Map<number, Promise<void>>()
  readonly #stopListening: () => void
  readonly #line: Partition[] = []
  readonly #jobs = new Set<Promise<void>>()
  #paused = false
  #closed = false
  #timer: NodeJS.Timeout | undefined
  #lookAt = Number.POSITIVE_INFINITY
  #looking = false

  constructor(options: PartitionWorkerOptions) {
    this.#options = options
    this.#stopListening = options.backend.onWake((queue) => {
      if (queue === undefined) return this.#lookIn(0)
      const partition = this.#ofQueue.get(queue)
      if (partition === undefined) return
      partition.hint(queue)
      this.#offer(partition)
    })
    this.#lookIn(lookEveryMs)
  }

  /** Begins to work on a partition, once an earlier holding of it has ended here. */
  async add(number: number): Promise<void> {
    await this.#ending.get(number)
    await this.#options.onGained?.(number)
    if (this.#closed) return
    const partition = new Partition(number, this.#options.lanesOf(number))
    this.#partitions.set(number, partition)
    for (const queue of partition.queues) this.#ofQueue.set(queue, partition)
    this.#lookIn(0)
  }

  /** Ends the work on a partition; with `abort` the job in hand is told to stop. */
  async remove(number: number, abort: boolean): Promise<void> {
    const partition = this.#partitions.get(number)
    if (partition === undefined) return this.#ending.get(number)
    this.#partitions.delete(number)
    for (const queue of partition.queues) this.#ofQueue.delete(queue)
    const ending = partition.close(abort).then(() => this.#options.onLost?.(number))
    this.#ending.set(number, ending)
    try {
      await ending
    } finally {
      this.#ending.delete(number)
    }
  }

  /** Resolves when no job is in hand. */
  async pause(): Promise<void> {
    this.#paused = true
    await Promise.all(this.#jobs)
  }

  resume(): void {
    this.#paused = false
    this.#lookIn(0)
  }

  /** Call when all partitions are removed. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#stopListening()
  }

  #offer(partition: Partition): void {
    if (this.#paused || this.#closed || !partition.ready || this.#line.includes(partition)) return
    this.#line.push(partition)
    this.#fill()
  }

  #fill(): void {
    while (this.#jobs.size < this.#options.concurrency && !this.#paused) {
      const partition = this.#line.shift()
      if (partition === undefined) return
      if (!partition.ready) continue
      const job = this.#run(partition).finally(() => {
        this.#jobs.delete(job)
        this.#offer(partition)
        this.#fill()
      })
      this.#jobs.add(job)
    }
  }

  /** Never rejects: a back end that is away is waited for. */
  async #run(partition: Partition): Promise<void> {
    try {
      await partition.runOne()
      if (partition.heldBack) this.#lookIn(lookSoonMs)
    } catch (error) {
      this.#options.onProblem(error as Error)
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }

  /** A look at that time, or earlier if one is due earlier. */
  #lookIn(delayMs: number): void {
    const at = performance.now() + delayMs
    if (this.#closed || at >= this.#lookAt) return
    this.#lookAt = at
    if (this.#looking) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#lookAndPlan(), delayMs)
  }

  /** Never rejects. A look that is asked for meanwhile follows. */
  async #lookAndPlan(): Promise<void> {
    this.#looking = true
    this.#lookAt = Number.POSITIVE_INFINITY
    await this.#look()
    this.#looking = false
    const askedInMs = Math.max(0, this.#lookAt - performance.now())
    this.#lookAt = Number.POSITIVE_INFINITY
    this.#lookIn(Math.min(askedInMs, this.#someHeldBack() ? lookSoonMs : lookEveryMs))
  }

  #someHeldBack(): boolean {
    return [...this.#partitions.values()].some((partition) => partition.heldBack)
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    if (this.#paused || this.#partitions.size === 0) return
    try {
      const looks = [...this.#partitions.values()].map((partition) => ({ partition, conclude: partition.beginLook() }))
      const depths = await this.#options.backend.depths(looks.flatMap(({ partition }) => partition.queues))
      for (const { partition, conclude } of looks) {
        await conclude(depths)
        this.#offer(partition)
      }
    } catch (error) {
      this.#options.onProblem(error as Error)
    }
  }
}
