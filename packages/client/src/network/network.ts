import type { LogId } from '@hypergit/domain'
import { type Log, type LogStorage, openSwarm, type Swarm } from '@hypergit/log'

export interface NetworkOptions {
  readonly bootstrap?: string | undefined
  readonly dhtPort?: number | undefined
}

/** The swarm of a home, started by the first call that connects; a peer that only reads never touches the network. */
export class Network {
  #swarm: Promise<Swarm> | undefined
  readonly #joined = new Map<LogId, Promise<void>>()

  constructor(
    private readonly storage: LogStorage,
    private readonly options: NetworkOptions,
  ) {}

  /** Announces the log and looks for its peers; resolves when every peer found was tried, or after `waitMs`. */
  async connect(log: Log, waitMs: number): Promise<void> {
    await Promise.race([this.#joinAndTry(log), wait(waitMs)])
  }

  /** Stays in the swarm of the log until `leave` or `close`. */
  async join(log: Log): Promise<void> {
    const swarm = await this.#start()
    const joined = this.#joined.get(log.id) ?? swarm.join(log)
    this.#joined.set(log.id, joined)
    await joined
  }

  /** HOST:PORT for other peers on this machine, when the bootstrap is local or was given. */
  async bootstrap(): Promise<string | undefined> {
    return (await this.#start()).bootstrap
  }

  async leave(log: Log): Promise<void> {
    if (!this.#joined.delete(log.id)) return
    await (await this.#swarm)?.leave(log)
  }

  /** Looks again for peers of logs that have been joined. */
  async refresh(log: Log): Promise<void> {
    if (this.#joined.has(log.id)) await (await this.#swarm)?.refresh(log)
  }

  async close(): Promise<void> {
    const swarm = await this.#swarm?.catch(() => undefined)
    await swarm?.close()
  }

  async #joinAndTry(log: Log): Promise<void> {
    const again = this.#joined.has(log.id) && log.peers().length === 0
    await this.join(log)
    if (again) await this.refresh(log)
    const swarm = await this.#start()
    await swarm.flush()
  }

  #start(): Promise<Swarm> {
    this.#swarm ??= openSwarm(this.storage, {
      ...(this.options.bootstrap === undefined ? {} : { bootstrap: this.options.bootstrap }),
      ...(this.options.dhtPort === undefined ? {} : { dhtPort: this.options.dhtPort }),
    })
    return this.#swarm
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref())
