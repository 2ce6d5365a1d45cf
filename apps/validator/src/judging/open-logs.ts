import type { LogId, LogKind } from '@hypergit/domain'
import { partitionOf } from '@hypergit/queues'
import type { JudgedLog } from './judged-log.js'

interface OpenLog {
  readonly kind: LogKind
  readonly opening: Promise<JudgedLog>
  users: number
  usedAtMs: number
}

export interface OpenLogsOptions {
  readonly open: (log: LogId, kind: LogKind) => Promise<JudgedLog>
  readonly openLogsMax: number
  readonly idleCloseMs: number
  readonly now: () => number
  /** Told about a log that did not close cleanly; its next opening begins a new epoch. */
  readonly onCloseFailed: (log: LogId, error: unknown) => void
}

/** The logs that are open, at most `openLogsMax` beyond those in use: opened by the first job, closed when idle. */
export class OpenLogs {
  /** In order of use, the longest unused first. */
  readonly #open = new Map<LogId, OpenLog>()
  readonly #closing = new Map<LogId, Promise<void>>()
  #ended = false

  constructor(private readonly options: OpenLogsOptions) {}

  get size(): number {
    return this.#open.size
  }

  isOpen(log: LogId): boolean {
    return this.#open.has(log)
  }

  /** Runs the task on the log, opening it first; rejects as the opening or the task does. */
  async use<T>(log: LogId, kind: LogKind, task: (judged: JudgedLog) => Promise<T>): Promise<T> {
    const entry = await this.#used(log, kind)
    try {
      if (entry.kind !== kind) throw new Error(`${log} is judged as a ${entry.kind} log, not as a ${kind} log`)
      const judged = await entry.opening
      try {
        return await task(judged)
      } finally {
        if (!judged.usable) void this.#close(log, entry)
      }
    } catch (error) {
      // An opening that failed is not kept: the next job tries again.
      await entry.opening.catch(() => this.#remove(log, entry))
      throw error
    } finally {
      entry.users -= 1
      this.#touch(log, entry)
    }
  }

  async closeIdle(): Promise<void> {
    const before = this.options.now() - this.options.idleCloseMs
    await this.#closeWhere(async (_log, entry) => {
      if (entry.users > 0 || entry.usedAtMs > before) return false
      const judged = await entry.opening.catch(() => undefined)
      return judged?.waits !== true && entry.users === 0
    })
  }

  async closePartition(partition: number): Promise<void> {
    await this.#closeWhere(async (log) => partitionOf(log) === partition)
  }

  async closeAll(): Promise<void> {
    this.#ended = true
    await this.#closeWhere(async () => true)
  }

  /** Counted among those in use before anybody else has a turn, who may look for one to close. */
  async #used(log: LogId, kind: LogKind): Promise<OpenLog> {
    for (;;) {
      if (this.#ended) throw new Error('the validator is closing')
      const known = this.#open.get(log)
      if (known !== undefined) {
        known.users += 1
        return known
      }
      const closing = this.#closing.get(log)
      if (closing === undefined) break
      await closing
    }
    const entry: OpenLog = { kind, opening: this.options.open(log, kind), users: 1, usedAtMs: this.options.now() }
    this.#open.set(log, entry)
    this.#makeRoom()
    return entry
  }

  #makeRoom(): void {
    let over = this.#open.size - this.options.openLogsMax
    for (const [log, entry] of [...this.#open].slice(0, -1)) {
      if (over <= 0) return
      if (entry.users > 0) continue
      void this.#close(log, entry)
      over -= 1
    }
  }

  #touch(log: LogId, entry: OpenLog): void {
    entry.usedAtMs = this.options.now()
    if (this.#open.get(log) !== entry) return
    this.#open.delete(log)
    this.#open.set(log, entry)
  }

  #remove(log: LogId, entry: OpenLog): void {
    if (this.#open.get(log) === entry) this.#open.delete(log)
  }

  async #closeWhere(matches: (log: LogId, entry: OpenLog) => Promise<boolean>): Promise<void> {
    // A copy, since what is used meanwhile moves to the end.
    for (const [log, entry] of Array.from(this.#open)) if (await matches(log, entry)) void this.#close(log, entry)
    await Promise.all(this.#closing.values())
  }

  /** Never rejects. What uses the log finishes first, since a judged log does one thing after another. */
  #close(log: LogId, entry: OpenLog): Promise<void> {
    if (this.#open.get(log) !== entry) return this.#closing.get(log) ?? Promise.resolve()
    this.#open.delete(log)
    const closing = entry.opening
      .then(
        (judged) => judged.close(),
        () => undefined,
      )
      .catch((error: unknown) => this.options.onCloseFailed(log, error))
      .finally(() => {
        if (this.#closing.get(log) === closing) this.#closing.delete(log)
      })
    this.#closing.set(log, closing)
    return closing
  }
}
