import type { CoreKey } from '@hypergit/domain'

interface Outstanding {
  readonly sentAtMs: number
  /** Length of each core once the job is applied. */
  readonly ends: Map<CoreKey, number>
}

/** The `validate` jobs of one log that wait for an answer, oldest first. */
export class OutstandingJobs {
  #jobs: Outstanding[] = []

  get size(): number {
    return this.#jobs.length
  }

  add(ends: ReadonlyMap<CoreKey, number>, nowMs: number): void {
    this.#jobs.push({ sentAtMs: nowMs, ends: new Map(ends) })
  }

  /** The core is applied up to `length`; jobs of which nothing is left to wait for are answered. Returns when each of those was sent. */
  answered(core: CoreKey, length: number): readonly number[] {
    return this.#settle(core, (end) => end <= length)
  }

  /** What is outstanding of the core beyond `length` came to nothing. */
  refused(core: CoreKey, length: number): void {
    this.#settle(core, (end) => end > length)
  }

  concerns(core: CoreKey): boolean {
    return this.#jobs.some((job) => job.ends.has(core))
  }

  /** Gives up on jobs that were sent before `beforeMs` and are not in line any more; returns how many those are. */
  giveUp(beforeMs: number, isInLine: (sentAtMs: number) => boolean): number {
    const kept = this.#jobs.filter(({ sentAtMs }) => sentAtMs > beforeMs || isInLine(sentAtMs))
    const lost = this.#jobs.length - kept.length
    this.#jobs = kept
    return lost
  }

  #settle(core: CoreKey, settled: (end: number) => boolean): readonly number[] {
    const emptied: number[] = []
    for (const { ends, sentAtMs } of this.#jobs) {
      const end = ends.get(core)
      if (end === undefined || !settled(end)) continue
      ends.delete(core)
      if (ends.size === 0) emptied.push(sentAtMs)
    }
    if (emptied.length > 0) this.#jobs = this.#jobs.filter((job) => job.ends.size > 0)
    return emptied
  }
}
