import type { CoreKey, LogId } from '@hypergit/domain'
import b4a from 'b4a'
import Protomux from 'protomux'
import { TokenBucket } from '../admission/token-bucket.js'
import type { HomeContext } from '../home-context.js'
import type { Connection, NoiseStream } from '../log-api.js'
import { LogChannel } from './log-channel.js'
import { protocolName } from './log-messages.js'
import type { LogScope } from './log-scope.js'

/** Proofs of cores that are remembered of one connection. */
const provenCoresMax = 4_096

/** How long what was said last may be on its way when a connection ends. */
const partingMs = 2_000

/** How a connection finds the logs of its home. */
export interface OpenLogs {
  byDiscoveryKey(discoveryKey: Uint8Array): LogScope | undefined
  all(): Iterable<LogScope>
}

export interface PeerConnectionOptions {
  readonly stream: NoiseStream
  readonly home: HomeContext
  readonly openLogs: OpenLogs
  /** Discovery keys of the logs to open from this side; absent: every log that is open. */
  readonly topics: readonly Uint8Array[] | undefined
  readonly onClose: (connection: PeerConnection) => void
}

/** One Noise stream to one peer, shared by all logs that both sides speak, with what this peer may still do. */
export class PeerConnection implements Connection {
  readonly #options: PeerConnectionOptions
  readonly #mux: Protomux
  readonly #channels = new Map<LogId, LogChannel>()
  /** Logs of this home that were spoken on it: one that is closed and opened again goes on, though nobody says its topic anew. */
  readonly #spoken = new Set<LogId>()
  readonly #proven = new Set<CoreKey>()
  readonly #newCores: TokenBucket
  readonly #pages: TokenBucket
  readonly #announcements: TokenBucket
  readonly #forks: TokenBucket
  #falseHeads = 0
  #leaving = false
  #closed = false

  constructor(options: PeerConnectionOptions) {
    const { stream, home } = options
    this.#options = options
    this.#mux = Protomux.from(stream)
    this.#newCores = new TokenBucket(home.limits.newCoresPerConnectionMinuteMax, home.clock)
    this.#pages = new TokenBucket(home.limits.pagesPerMinuteMax, home.clock)
    this.#announcements = new TokenBucket(home.limits.pagesPerMinuteMax, home.clock)
    this.#forks = new TokenBucket(home.limits.forkProofsPerMinuteMax, home.clock)
    this.#mux.pair({ protocol: protocolName }, (id) => this.#answer(id))
    // The reason of a failed stream is of no use here: its end is what counts.
    stream.on('error', () => undefined)
    stream.on('close', () => this.#onClose())
    void this.#begin()
  }

  get peer(): string {
    return b4a.toString(this.remoteNoisePublicKey, 'hex')
  }

  get isInitiator(): boolean {
    return this.#options.stream.isInitiator
  }

  get handshakeHash(): Uint8Array {
    return this.#options.stream.handshakeHash ?? b4a.alloc(0)
  }

  get noisePublicKey(): Uint8Array {
    return this.#options.stream.publicKey
  }

  get remoteNoisePublicKey(): Uint8Array {
    return this.#options.stream.remotePublicKey ?? b4a.alloc(0)
  }

  get logs(): readonly LogId[] {
    return [...this.#channels].flatMap(([log, channel]) => (channel.ready ? [log] : []))
  }

  get provenCores(): readonly CoreKey[] {
    return [...this.#proven]
  }

  get closed(): boolean {
    return this.#closed
  }

  addTopic(topic: Uint8Array): void {
    const log = this.#options.openLogs.byDiscoveryKey(topic)
    if (log !== undefined) this.open(log)
  }

  /** Opens a log's channel, if it is not open and the stream's own handshake is through. */
  open(log: LogScope): void {
    if (this.#closed || this.#options.stream.handshakeHash === null || this.#channels.has(log.id)) return
    const channel = LogChannel.open(log, this, this.#mux)
    if (channel === undefined) return
    this.#channels.set(log.id, channel)
    this.#spoken.add(log.id)
  }

  /** Opens a log that this home opened after the connection came up: one that was spoken on it or is among its topics, or whatever they are. */
  openLate(log: LogScope, whateverTopics: boolean): void {
    const { topics } = this.#options
    const isKnown =
      topics === undefined || this.#spoken.has(log.id) || topics.some((topic) => b4a.equals(topic, log.discoveryKey))
    if (whateverTopics || isKnown) this.open(log)
  }

  removeChannel(channel: LogChannel): void {
    if (this.#channels.get(channel.scope.id) === channel) this.#channels.delete(channel.scope.id)
  }

  /** The peer proved to hold the core's key: what is closed for a core under a verdict. */
  proved(log: LogScope, core: CoreKey): void {
    if (this.#proven.size < provenCoresMax) this.#proven.add(core)
    if (log.heads.get(core)?.keep !== undefined || log.shunned.has(core)) void this.leaveHolder(log.id, core)
  }

  /**
   * Speaks no more to who holds the key of a core that is stopped. If the core forked, the peer is shown that first: it may be an honest machine that was
   * copied and does not know.
   */
  async leaveHolder(log: LogId, core: CoreKey): Promise<void> {
    if (this.#leaving) return
    this.#leaving = true
    const { stream } = this.#options
    const reason = 'holds the key of a core that is stopped'
    setTimeout(() => {
      this.close(reason)
      stream.destroy(new Error(reason))
    }, partingMs).unref()
    const channel = this.#channels.get(log)
    await channel?.tellForks(channel.scope.forks.of(core))
    if (this.#closed) return
    this.#onClose()
    stream.end()
  }

  hasProved(core: CoreKey): boolean {
    return this.#proven.has(core)
  }

  mayBringCore(): boolean {
    return this.#newCores.take()
  }

  mayAnnounce(): boolean {
    return this.#announcements.take()
  }

  mayProveFork(): boolean {
    return this.#forks.take()
  }

  /** Resolves when the peer may have another page: at once, as long as it keeps to its share. */
  async mayAnswer(): Promise<void> {
    while (!this.#closed && !this.#pages.take())
      await new Promise<void>((resolve) => setTimeout(resolve, this.#pages.waitMs()).unref())
  }

  chargeFalseHead(): void {
    const { admission, limits } = this.#options.home
    if (++this.#falseHeads < limits.falseHeadsMax) return
    admission.refused('too-many-false-heads')
    this.close('announced too many heads that it cannot prove')
  }

  close(reason: string): void {
    if (this.#closed) return
    this.#options.stream.destroy(new Error(reason))
    this.#onClose()
  }

  async #begin(): Promise<void> {
    const opened = await this.#options.stream.opened
    if (!opened || this.#closed) return
    const { openLogs, topics } = this.#options
    if (topics === undefined) for (const log of openLogs.all()) this.open(log)
    else for (const topic of topics) this.addTopic(topic)
  }

  #answer(discoveryKey: Uint8Array | null): void {
    if (discoveryKey !== null) this.addTopic(discoveryKey)
  }

  #onClose(): void {
    if (this.#closed) return
    this.#closed = true
    for (const channel of this.#channels.values()) channel.close()
    this.#options.onClose(this)
  }
}
