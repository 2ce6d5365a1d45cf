import { EventEmitter } from 'node:events'
import {
  type CoreKey,
  type EquivocationProof,
  founderOf,
  type LogId,
  type MissingParent,
  type OpId,
} from '@hypergit/domain'
import b4a from 'b4a'
import { discoveryKey } from 'hypercore-crypto'
import { BlockTooLargeError, LogClosedError } from './errors.js'
import type { HomeContext } from './home-context.js'
import { listen } from './listen.js'
import {
  type BlocksArrived,
  type CoreState,
  type ForkPlace,
  type Log,
  type LogEvents,
  type OwnHead,
  type SecretKeyPair,
} from './log-api.js'
import { OwnCores } from './own-cores.js'
import { coreStateOf, servedHead } from './storage/head-record.js'
import { proveBlocks } from './signed-blocks.js'
import { LogHeads } from './storage/log-heads.js'
import { Arrivals, blockBytesMax } from './sync/arrivals.js'
import { blockById } from './sync/branch-answer.js'
import { BranchFetcher } from './sync/branch-fetcher.js'
import { AdmittedCores, admitOnly } from './sync/admitted-cores.js'
import { CitedParents } from './sync/cited-parents.js'
import { KnownForks } from './sync/known-forks.js'
import { LogPeers } from './sync/log-peers.js'
import type { LogScope } from './sync/log-scope.js'
import { Verdicts } from './sync/verdicts.js'
import { MissingBlocks } from './sync/missing-blocks.js'
import { ParentRequests } from './sync/parent-requests.js'

/** One log of a home: what `Log` says, put together from its parts. */
export class LogReplica implements Log {
  readonly discoveryKey: Uint8Array
  /** What the channels of this log share. */
  readonly scope: LogScope
  readonly #events = new EventEmitter<LogEvents>()
  readonly #verdicts: Verdicts
  readonly #missing: MissingBlocks
  readonly #parents: ParentRequests
  #closed = false

  private constructor(
    readonly id: LogId,
    readonly home: HomeContext,
    heads: LogHeads,
    closeHolders: (core: CoreKey) => void,
  ) {
    this.discoveryKey = discoveryKey(b4a.from(id, 'hex'))
    const peers = new LogPeers()
    const own = new OwnCores(id, home, heads, () => peers.progressed())
    const cited = new CitedParents()
    const admitted = new AdmittedCores((core) => core === founderOf(id) || own.get(core) !== undefined)
    this.scope = {
      id,
      discoveryKey: this.discoveryKey,
      home,
      heads,
      own,
      admitted,
      arrivals: new Arrivals(id, home, heads, cited, admitted, (arrived) => this.#onBlocks(arrived)),
      forks: new KnownForks({
        log: id,
        home,
        events: this.#events,
        isHere: (core) => heads.get(core) !== undefined && admitted.has(core),
        charge: (core, bytes) => heads.charge(core, bytes),
        tell: (place, from) => {
          for (const channel of peers.channels) if (channel !== from) void channel.tellForks([place])
        },
        proven: ({ core, seq }) => this.scope.own.forked(core, seq),
      }),
      peers,
      events: this.#events,
      claims: new Map(),
      shunned: new Set(),
      branch: (core, seq, op) => home.index.branch(id, core, seq, op),
      follow: ({ core, length, id: head }) =>
        this.#missing.note({ core, seq: length - 1, id: head, citedBy: { core, seq: length - 1 } }),
    }
    this.#verdicts = new Verdicts(this.scope, closeHolders)
    const branches = new BranchFetcher(this.scope)
    this.#missing = new MissingBlocks(this.scope, (parent, patienceMs) => branches.fetch(parent, patienceMs))
    this.#parents = new ParentRequests({ admitted, cited, heads, missing: this.#missing, peers })
    this.#events.on('peer-added', () => this.#parents.again())
    // Many parts of a service listen to one log, which is no leak.
    this.#events.setMaxListeners(0)
  }

  /** `founded`: this home has just made the founding core. `closeHolders` closes connections that proved to hold a core's key. */
  static async open(
    id: LogId,
    home: HomeContext,
    founded: boolean,
    closeHolders: (core: CoreKey) => void,
  ): Promise<LogReplica> {
    const log = new LogReplica(id, home, await LogHeads.load(id, home), closeHolders)
    await log.scope.own.load(founded)
    await log.scope.forks.load()
    return log
  }

  async ownCore(name?: string): Promise<CoreKey> {
    this.#assertOpen()
    const { core, made } = await this.scope.own.named(name)
    if (made) this.#prove(core)
    return core
  }

  async renewOwnCore(): Promise<CoreKey> {
    this.#assertOpen()
    const core = await this.scope.own.renew()
    this.#prove(core)
    return core
  }

  ownCores(): readonly CoreKey[] {
    return this.scope.own.keys()
  }

  async append(
    core: CoreKey,
    blocks: readonly Uint8Array[],
    options: { readonly expectedLength?: number } = {},
  ): Promise<{ readonly from: number; readonly length: number }> {
    this.#assertOpen()
    const { own, arrivals, heads, peers } = this.scope
    for (const { byteLength } of blocks)
      if (byteLength > blockBytesMax) throw new BlockTooLargeError(byteLength, blockBytesMax)
    const mayAppend = (length: number): void => own.assertAppendable(core, length)
    const tail = await this.home.cores.append(core, blocks, own.writing(core), mayAppend, options.expectedLength)
    const length = tail.from + blocks.length
    if (blocks.length === 0) return { from: tail.from, length }
    const stored = { kind: 'stored', from: tail.from, blocks, treeLength: length } as const
    arrivals.take(core, stored, own.nameKept(core))
    const head = heads.get(core)
    if (head !== undefined && head.keep === undefined) peers.push(tail, { core, length, id: head.id })
    return { from: tail.from, length }
  }

  async withFounder<Result>(identity: SecretKeyPair, work: (founder: CoreKey) => Promise<Result>): Promise<Result> {
    this.#assertOpen()
    return this.scope.own.lend(identity, this.scope.forks, work)
  }

  ownHead(core: CoreKey): OwnHead {
    return this.scope.own.head(core)
  }

  awaitOwnHead(core: CoreKey, timeoutMs: number): Promise<OwnHead> {
    const { own, peers } = this.scope
    return peers.until(() => {
      const channels = [...peers.channels]
      if (channels.length > 0 && channels.every((channel) => channel.compared)) own.asked(core)
      const value = own.head(core)
      return { done: value.state === 'confirmed' || value.state === 'forked', value }
    }, timeoutMs)
  }

  read(
    core: CoreKey,
    from: number,
    to: number,
    options: { readonly bytesMax?: number } = {},
  ): Promise<readonly Uint8Array[]> {
    return this.scope.heads.read(core, from, to, options.bytesMax)
  }

  async prove(core: CoreKey, length: number): Promise<Uint8Array | undefined> {
    if (length > (this.scope.heads.get(core)?.length ?? 0)) return undefined
    return this.home.pool.use(core, (session) => proveBlocks(session, length))
  }

  readBranch(core: CoreKey, seq: number, id: OpId): Promise<Uint8Array | undefined> {
    return blockById(this.scope, core, seq, id)
  }

  forks(core?: CoreKey): readonly ForkPlace[] {
    return core === undefined ? [...this.scope.forks.all()] : this.scope.forks.of(core)
  }

  forkProof(place: ForkPlace): Promise<EquivocationProof | undefined> {
    return this.scope.forks.proof(place)
  }

  addForkProof(proof: EquivocationProof): void {
    this.scope.forks.add(proof)
  }

  cores(): readonly CoreState[] {
    return Array.from(this.scope.heads.table.all(), coreStateOf)
  }

  core(core: CoreKey): CoreState | undefined {
    const record = this.scope.heads.get(core)
    return record === undefined ? undefined : coreStateOf(record)
  }

  peers(): readonly string[] {
    return [...this.scope.peers.channels].map(({ connection }) => connection.peer)
  }

  holders(core: CoreKey, length: number): number {
    return this.scope.peers.holders(core, length)
  }

  awaitHolders(core: CoreKey, length: number, peers: number, timeoutMs: number): Promise<number> {
    return this.scope.peers.until(() => {
      const value = this.holders(core, length)
      return { done: value >= peers, value }
    }, timeoutMs)
  }

  behindBy(): number {
    return this.scope.peers.behindBy((core) => this.scope.heads.get(core)?.length ?? 0)
  }

  awaitCaughtUp(timeoutMs: number): Promise<boolean> {
    return this.scope.peers.until(() => {
      const value = this.#isCaughtUp()
      return { done: value, value }
    }, timeoutMs)
  }

  requestParents(missing: readonly MissingParent[]): void {
    this.#parents.request(missing)
  }

  admitOnly(cores: ReadonlySet<CoreKey> | undefined): void {
    admitOnly(this.scope, cores)
    this.#parents.admittedMore()
  }

  stopCore(core: CoreKey, keep: number): Promise<void> {
    return this.#verdicts.stop(core, keep)
  }

  shunCore(core: CoreKey): void {
    this.#verdicts.shun(core)
  }

  unstopCore(core: CoreKey): Promise<void> {
    return this.#verdicts.unstop(core)
  }

  on<Name extends keyof LogEvents>(event: Name, listener: (...args: LogEvents[Name]) => void): this {
    listen(this.#events, 'on', event, listener)
    return this
  }

  off<Name extends keyof LogEvents>(event: Name, listener: (...args: LogEvents[Name]) => void): this {
    listen(this.#events, 'off', event, listener)
    return this
  }

  /** Resolves when everything that this log took over is on disk. */
  async close(): Promise<void> {
    this.#closed = true
    this.#parents.close()
    for (const channel of this.scope.peers.channels) channel.close()
    await this.home.cores.idle()
    await this.scope.forks.flushed()
    await this.scope.heads.flushed()
  }

  #onBlocks(arrived: BlocksArrived): void {
    const record = this.scope.heads.get(arrived.core)
    if (record !== undefined && !arrived.own) {
      const { length, id } = servedHead(record)
      this.scope.peers.announce({ core: arrived.core, length, id })
    }
    if (arrived.from === 0) this.scope.forks.arrived(arrived.core)
    this.#events.emit('blocks', arrived)
  }

  #prove(core: CoreKey): void {
    for (const channel of this.scope.peers.channels) {
      channel.prove(core)
      channel.reconsider(core)
    }
  }

  #isCaughtUp(): boolean {
    const channels = [...this.scope.peers.channels]
    return channels.some((channel) => channel.caughtUp) && this.behindBy() === 0
  }

  #assertOpen(): void {
    if (this.#closed) throw new LogClosedError()
  }
}
