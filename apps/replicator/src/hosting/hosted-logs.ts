import type { LogId, LogKind, UserId } from '@hypergit/domain'
import type { Log, LogBounds, LogStorage, Swarm } from '@hypergit/log'
import { partitionOf } from '@hypergit/queues'
import type { LogFeed } from '../feeding/log-feed.js'
import { HostedLog } from './hosted-log.js'
import type { Limiter } from './limiter.js'

export interface HostedLogsOptions {
  readonly storage: LogStorage
  readonly swarm: Swarm
  readonly feedOf: (log: Log, kind: LogKind) => LogFeed
  readonly userLogBounds: LogBounds
  /** Bounds how many logs are announced at the same time. */
  readonly joins: Limiter
  readonly now: () => number
  readonly onJoinFailed: (log: LogId, error: unknown) => void
}

/** The logs hosted by this process: those that are to be hosted or followed and whose partition it holds. */
export class HostedLogs {
  readonly #hosted = new Map<LogId, HostedLog>()
  /** Those that are, or were, followed as user logs. */
  readonly #users = new Set<UserId>()
  /** The last thing that was begun for a log; the next one waits for it. */
  readonly #turns = new Map<LogId, Promise<void>>()

  constructor(private readonly options: HostedLogsOptions) {}

  get size(): number {
    return this.#hosted.size
  }

  get repositories(): number {
    let count = 0
    for (const { kind } of this.#hosted.values()) if (kind === 'repository') count += 1
    return count
  }

  get(log: LogId): HostedLog | undefined {
    return this.#hosted.get(log)
  }

  [Symbol.iterator](): IterableIterator<HostedLog> {
    return this.#hosted.values()
  }

  kindOf(log: LogId): LogKind {
    return this.#users.has(log) ? 'user' : 'repository'
  }

  /** Opens a repository and announces it in its turn; resolves when it is open. Repeating it changes nothing. */
  host(log: LogId): Promise<void> {
    return this.#inTurn(log, async () => {
      if (this.#hosted.has(log)) return
      const opened = await this.options.storage.openLog(log)
      this.#add(new HostedLog(opened, this.options.feedOf(opened, 'repository'), undefined, this.options.now))
    })
  }

  /**
   * The same for a user log, which whoever is connected may have, since somebody just claimed to be that user. Of it nobody's blocks are taken but the
   * founding core's, until the validator has said whose count.
   */
  follow(user: UserId, sinceMs: number): Promise<void> {
    return this.#inTurn(user, async () => {
      if (this.#hosted.has(user)) return
      this.#users.add(user)
      const bounds = this.options.userLogBounds
      const opened = await this.options.storage.openLog(user, { admitOnly: new Set(), bounds, offer: true })
      const following = { sinceMs, devices: 0 }
      const hosted = new HostedLog(opened, this.options.feedOf(opened, 'user'), following, this.options.now)
      // Of a log of which nothing is here there is nothing to compare.
      if (opened.cores().length === 0) hosted.sweepTurn.sent([], this.options.now(), 1)
      this.#add(hosted)
    })
  }

  #add(hosted: HostedLog): void {
    this.#hosted.set(hosted.log.id, hosted)
    this.#announce(hosted)
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
