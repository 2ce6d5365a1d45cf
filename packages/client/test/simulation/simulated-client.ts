import type { KeyPair } from '../../src/rules/scenario-identities.js'
import type { CoreKey, LogId, OpId, ParentRef, RepositoryAction } from '@hypergit/domain'
import { peerLimits } from '../../src/api/options.js'
import type { Peer } from '../../src/api/peer.js'
import { HomeLock } from '../../src/home/home-lock.js'
import { prepareHome } from '../../src/home/home-paths.js'
import { type HeldHome, openHome } from '../../src/peer/hold-home.js'
import { LocalPeer, type PeerCalls } from '../../src/peer/local-peer.js'
import { replaceHome } from '../copy-home.js'
import { BlockWriter } from '../../src/repository/block-writer.js'
import type { LiveLog } from '../../src/repository/live-log.js'

/** What everybody calls the one repository of a world. */
export const repo = 'scenario'

/** A home as a peer holds it, with its streams in the simulation's hands: it never looks for anybody by itself. */
export class SimulatedClient {
  #open: { readonly held: HeldHome; readonly lock: HomeLock; readonly peer: PeerCalls } | undefined

  constructor(
    readonly name: string,
    readonly home: string,
    private readonly clock: () => number,
    /** The key pair of its core, so that every run of a world has the same; the home's own unless given. */
    private readonly keyPair?: KeyPair,
  ) {}

  async start(): Promise<void> {
    const paths = await prepareHome(this.home)
    const lock = await HomeLock.tryAcquire(paths.lock)
    if (lock === undefined) throw new Error(`${this.home} is held by somebody else`)
    const { keyPair } = this
    const seams = keyPair === undefined ? {} : { keyPairOf: () => keyPair }
    const held = await openHome(paths, { home: this.home, clock: this.clock }, peerLimits, seams)
    this.#open = { held, lock, peer: new LocalPeer(held.parts) }
  }

  async stop(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    await open?.held.close()
    await open?.lock.release()
  }

  get isRunning(): boolean {
    return this.#open !== undefined
  }

  /** Copies the home while it is closed. */
  async snapshot(): Promise<void> {
    const wasRunning = this.isRunning
    await this.stop()
    await replaceHome(this.home, this.#snapshotFolder)
    if (wasRunning) await this.start()
  }

  /** Goes on from the last snapshot. */
  async restore(): Promise<void> {
    await this.stop()
    await replaceHome(this.#snapshotFolder, this.home)
    await this.start()
  }

  /** Begins with the last snapshot of another one. */
  async startAsCloneOf(original: SimulatedClient): Promise<void> {
    await replaceHome(original.#snapshotFolder, this.home)
    await this.start()
  }

  get #snapshotFolder(): string {
    return `${this.home}.snapshot`
  }

  /** Whether it has what the other one wrote with the core, as far as it wants to. */
  async hasHeard(other: SimulatedClient, log: LogId, core: CoreKey): Promise<boolean> {
    const [here, there] = [await this.live(log), await other.live(log)]
    const head = there.log.core(core)?.id
    if (head === undefined || (await here.engine.queries.op(head)) !== undefined) return true
    // What waits for something is not among the ops.
    if (here.engine.parked().some((waiting) => waiting.id === head)) return true
    // Nobody speaks to the machine of a core that is blacklisted.
    return (await here.engine.queries.cores()).some((view) => view.core === core && view.blacklisted !== undefined)
  }

  get peer(): Omit<Peer, 'close' | 'mode' | 'home'> {
    return this.#opened.peer
  }

  get storage() {
    return this.#opened.held.parts.storage
  }

  live(log: LogId): Promise<LiveLog> {
    return this.#opened.held.parts.open.get(log)
  }

  /** As a clone does once the repository is here. */
  remember(log: LogId): Promise<void> {
    return this.#opened.held.parts.file.set(log, repo)
  }

  /** Appends what no client would; answers undefined where not even the bytes can be written. */
  async appendUnchecked(
    log: LogId,
    action: RepositoryAction,
    citing: 'all' | 'nothing' | readonly ParentRef[],
    at: number,
  ): Promise<OpId | undefined> {
    const live = await this.live(log)
    const core = await live.log.ownCore()
    return live.exclusively(async () => {
      const writer = new BlockWriter(live, core)
      const draft =
        citing === 'all' ? await writer.draft(action, at) : { action, at, parents: citing === 'nothing' ? [] : citing }
      const added = writer.add(draft)
      if (!added.ok) return undefined
      const flushed = await writer.flush()
      return flushed.ok ? added.op : undefined
    })
  }

  async core(log: LogId): Promise<CoreKey> {
    return (await this.live(log)).log.ownCore()
  }

  get #opened() {
    if (this.#open === undefined) throw new Error(`${this.name} is stopped`)
    return this.#open
  }
}
