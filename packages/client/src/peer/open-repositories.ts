import { type LogId, type LogKind, openEngine, type UserId } from '@hypergit/domain'
import type { Log, LogStorage } from '@hypergit/log'
import type { StoreFolder } from '@hypergit/store'
import type { PeerLimits, PeerLogger } from '../api/options.js'
import { LiveLog } from '../repository/live-log.js'
import { admitDevices } from '../user/admit-devices.js'
import { domainCrypto } from '../rules/domain-crypto.js'

export interface OpenRepositoriesParts {
  readonly storage: LogStorage
  readonly stores: StoreFolder
  /** Which logs are user logs: told to the rules before such a log is opened. */
  readonly userLogs: Set<LogId>
  readonly limits: PeerLimits
  readonly clock: () => number
  readonly logger?: PeerLogger | undefined
}

/** The repositories and user logs that somebody has asked for since the peer was opened, each opened once. */
export class OpenRepositories {
  readonly #live = new Map<LogId, Promise<LiveLog>>()

  constructor(private readonly parts: OpenRepositoriesParts) {}

  get(id: LogId): Promise<LiveLog> {
    return this.#once(id, () => this.parts.storage.openLog(id))
  }

  /** Whether somebody opened it as a user log. */
  isUser(id: LogId): boolean {
    return this.parts.userLogs.has(id)
  }

  /** Whether somebody has asked for it, and works with it. */
  isOpen(id: LogId): boolean {
    return this.#live.has(id)
  }

  /** A user log, this home's own or somebody's. */
  user(id: UserId): Promise<LiveLog> {
    this.parts.userLogs.add(id)
    return this.#once(id, () => this.parts.storage.openLog(id))
  }

  /** A repository of this home's own, empty until its creation is appended. */
  async create(): Promise<LiveLog> {
    const log = await this.parts.storage.createLog()
    return this.#once(log.id, () => Promise.resolve(log))
  }

  /** Stops judging and speaking a repository; what is stored stays. */
  async release(id: LogId): Promise<void> {
    const live = await this.#live.get(id)
    this.#live.delete(id)
    await live?.close()
    await this.parts.storage.closeLog(id)
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#live.values())
    this.#live.clear()
    for (const result of opened) if (result.status === 'fulfilled') await result.value.close()
  }

  #once(id: LogId, open: () => Promise<Log>): Promise<LiveLog> {
    const known = this.#live.get(id)
    if (known !== undefined) return known
    const opening = this.#open(id, open)
    this.#live.set(id, opening)
    opening.catch(() => this.#live.delete(id))
    return opening
  }

  async #open(id: LogId, openLog: () => Promise<Log>): Promise<LiveLog> {
    const { stores, userLogs, limits, clock, logger } = this.parts
    const kind: LogKind = userLogs.has(id) ? 'user' : 'repository'
    const log = await openLog()
    // Until the log has been read, nobody is known to be a device.
    if (kind === 'user') log.admitOnly(new Set())
    const store = await stores.openLog(id)
    try {
      const engine = await openEngine({ log: id, kind, store, crypto: domainCrypto })
      const live = await LiveLog.open({
        log,
        kind,
        engine,
        store,
        clock,
        applyBlocksMax: limits.applyBlocksMax,
        logger,
      })
      if (kind === 'user') await admitDevices(live)
      return live
    } catch (error) {
      await store.close()
      throw error
    }
  }
}
