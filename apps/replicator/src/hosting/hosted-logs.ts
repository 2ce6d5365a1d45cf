import type { LogId } from '@hypergit/domain'
import type { Log, LogStorage, Swarm } from '@hypergit/log'
import { partitionOf } from '@hypergit/queues'
import type { LogFeed } from '../feeding/log-feed.js'
import { HostedLog } from './hosted-log.js'
import type { Limiter } from './limiter.js'

export interface HostedLogsOptions {
  readonly storage: LogStorage
  readonly swarm: Swarm
  readonly feedOf: (log: Log) => LogFeed
  /** Bounds how many logs are announced at the same time. */
  readonly joins: Limiter
  readonly now: () => number
  readonly onJoinFailed: (log: LogId, error: unknown) => void
}

/** The logs hosted by this process: those that are to be hosted and whose partition it holds. */
export class HostedLogs {
  readonly #hosted = new Map<LogId, HostedLog>()
  /** The last thing that was begun for a log; the next one waits for it. */
  readonly #turns = new Map<LogId, Promise<void>>()

  constructor(private readonly options: HostedLogsOptions) {}

  get size(): number {
    return this.#hosted.size
  }

  get(log: LogId): HostedLog | undefined {
    return this.#hosted.get(log)
  }

  [Symbol.iterator](): IterableIterator<HostedLog> {
    return this.#hosted.values()
  }

  /** Opens the log and announces it in its turn; resolves when it is open. Repeating it changes nothing. */
  host(log: LogId): Promise<void> {
    return this.#inTurn(log, async () => {
      if (this.#hosted.has(log)) return
      const opened = await this.options.storage.openLog(log)
      const hosted = new HostedLog(opened, this.options.feedOf(opened), this.options.now)
      this.#hosted.set(log, hosted)
      this.#announce(hosted)
    })
  }

  /** Stops announcing and speaking the log; what is stored of it stays. Repeating it changes nothing. */
  stop(log: LogId): Promise<void> {
    return this.#inTurn(log, async () => {
      const hosted = this.#hosted.get(log)
      if (hosted === undefined) return
      this.#hosted.delete(log)
      await hosted.close()
      await this.options.swarm.leave(hosted.log)
      await this.options.storage.closeLog(log)
    })
  }

  async stopPartition(partition: number): Promise<void> {
    const leaving = [...this.#hosted.keys()].filter((log) => partitionOf(log) === partition)
    await Promise.all(leaving.map((log) => this.stop(log)))
  }

  #announce(hosted: HostedLog): void {
    const { joins, swarm, onJoinFailed } = this.options
    joins
      .run(async () => {
        if (this.#hosted.get(hosted.log.id) === hosted) await swarm.join(hosted.log)
      })
      .catch((error: unknown) => {
        if (this.#hosted.get(hosted.log.id) === hosted) onJoinFailed(hosted.log.id, error)
      })
  }

  #inTurn(log: LogId, task: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(log) ?? Promise.resolve()).catch(() => undefined).then(task)
    this.#turns.set(log, turn)
    const done = () => {
      if (this.#turns.get(log) === turn) this.#turns.delete(log)
    }
    void turn.catch(() => undefined).finally(done)
    return turn
  }
}
