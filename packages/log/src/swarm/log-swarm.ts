import { setTimeout as pause } from 'node:timers/promises'
import b4a from 'b4a'
import type DHT from 'hyperdht'
import Hyperswarm, { type PeerInfo, type SwarmConnection } from 'hyperswarm'
import type { Log, LogStorage } from '../log-api.js'
import type { Swarm, SwarmOptions } from '../swarm-api.js'
import { type LocalBootstrap, startLocalBootstrap } from './bootstrap.js'
import { LonelyLogs } from './lonely-logs.js'
import { openDht } from './open-dht.js'

/** Hyperswarm's own bound on the peers that it connects to by itself. */
const peersMax = 64
/** Taking back the announcements of a thousand logs takes longer than stopping may; what is left is forgotten by the DHT in time. */
const farewellMs = 2_000

/** What `openSwarm` of open-swarm.ts does. */
export const openLogSwarm = async (storage: LogStorage, options: SwarmOptions): Promise<Swarm> => {
  const local = options.bootstrap === 'local' ? await startLocalBootstrap() : undefined
  const given = local?.address ?? options.bootstrap
  return new LogSwarm(storage, openDht(given, options.dhtPort), options, given, local)
}

class LogSwarm implements Swarm {
  readonly #storage: LogStorage
  readonly #dht: DHT
  readonly #swarm: Hyperswarm
  readonly #topics = new Map<string, ReturnType<Hyperswarm['join']>>()
  readonly #lonely = new LonelyLogs((log) => this.refresh(log))
  #closing: Promise<void> | undefined

  constructor(
    storage: LogStorage,
    dht: DHT,
    { firewall }: SwarmOptions,
    readonly bootstrap: string | undefined,
    readonly local: LocalBootstrap | undefined,
  ) {
    this.#storage = storage
    this.#dht = dht
    this.#swarm = new Hyperswarm({
      dht,
      maxPeers: peersMax,
      ...(firewall === undefined ? {} : { firewall: (key) => firewall(b4a.toString(key, 'hex')) }),
    })
    this.#swarm.on('connection', (stream, peer) => this.#connected(stream, peer))
  }

  get reachable(): boolean {
    return this.#dht.online && this.#dht.nodes.length > 0
  }

  async awaitReachable(timeoutMs: number): Promise<boolean> {
    await Promise.race([this.#dht.fullyBootstrapped(), pause(timeoutMs, undefined, { ref: false })])
    return this.reachable
  }

  async join(log: Log, { announce = true, lookup = true } = {}): Promise<void> {
    const discovery = this.#swarm.join(b4a.toBuffer(log.discoveryKey), { server: announce, client: lookup })
    this.#topics.set(log.id, discovery)
    await discovery.flushed()
    if (this.#topics.get(log.id) === discovery) this.#lonely.watch(log)
  }

  async leave(log: Log): Promise<void> {
    this.#lonely.unwatch(log)
    this.#topics.delete(log.id)
    await this.#swarm.leave(b4a.toBuffer(log.discoveryKey))
  }

  async refresh(log: Log): Promise<void> {
    await this.#topics.get(log.id)?.refresh()
  }

  async flush(): Promise<void> {
    await this.#swarm.flush()
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  #connected(stream: SwarmConnection, peer: PeerInfo): void {
    if (this.#closing !== undefined) {
      stream.destroy()
      return
    }
    const connection = this.#storage.replicate(stream, { topics: peer.topics })
    const onTopic = (topic: Uint8Array): void => connection.addTopic(topic)
    peer.on('topic', onTopic)
    stream.on('close', () => peer.off('topic', onTopic))
  }

  async #close(): Promise<void> {
    this.#lonely.close()
    const farewell = this.#swarm.destroy()
    const inTime = await Promise.race([farewell.then(() => true), pause(farewellMs, false, { ref: false })])
    if (!inTime) await this.#swarm.destroy({ force: true })
    await this.local?.stop()
  }
}
