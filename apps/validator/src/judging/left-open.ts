import type { LogId, LogKind } from '@hypergit/domain'

export interface LeftOpenLog {
  readonly log: LogId
  readonly kind: LogKind
}

export interface LeftOpenOptions {
  /** Logs of a partition that are open, or were when their validator was killed. */
  readonly find: (partition: number) => Promise<readonly LeftOpenLog[]>
  /** Opens the log and says what was left unsaid. */
  readonly finish: (log: LeftOpenLog) => Promise<void>
}

/**
 * Looks after the logs that a killed validator had open, in each partition that is gained: what it had judged and not said is said by whoever has
 * the partition next, without waiting for somebody to ask. A partition stays due until all of its logs are done.
 */
export class LeftOpen {
  readonly #due = new Set<number>()

  constructor(private readonly options: LeftOpenOptions) {}

  gained(partition: number): void {
    this.#due.add(partition)
  }

  lost(partition: number): void {
    this.#due.delete(partition)
  }

  /** Rejects with the first failure, after it has tried every log; what failed is due again. Stops early when `signal` is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const failures: unknown[] = []
    for (const partition of this.#due) {
      const failed = failures.length
      for (const log of await this.options.find(partition)) {
        if (signal.aborted) return
        if (!this.#due.has(partition)) break
        await this.options.finish(log).catch((error: unknown) => failures.push(error))
      }
      if (failures.length === failed) this.#due.delete(partition)
    }
    if (failures.length > 0) throw failures[0]
  }
}
