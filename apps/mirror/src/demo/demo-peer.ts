import { join } from 'node:path'
import { openPeer, type Peer } from '@hypergit/client'
import type { CoreKey, LogId, OpId, RepositoryAction } from '@hypergit/domain'
import type { Logger } from '@hypergit/observability'
import { answered } from './demo-error.js'
import { waitFor } from './wait-for.js'

/** Where the demo's peers live and meet. */
export interface DemoWorld {
  /** Holds a home for each peer. */
  readonly folder: string
  readonly bootstrap: string
  readonly logger: Logger
  /** Stops whatever the demo waits for. */
  readonly signal: AbortSignal
}

/** One of the demo's people on a machine of their own, as far as the others can tell. */
export class DemoPeer {
  readonly #stop = new AbortController()

  private constructor(
    readonly name: string,
    readonly peer: Peer,
    private readonly world: DemoWorld,
  ) {}

  /** Opens the home of that name; `clock` is for what was written before the demo began. */
  static async open(world: DemoWorld, name: string, clock?: () => number): Promise<DemoPeer> {
    const { bootstrap, logger } = world
    const home = homeOf(world, name)
    const peer = await openPeer({ home, bootstrap, logger, ...(clock === undefined ? {} : { clock }) })
    return new DemoPeer(name, peer, world)
  }

  /** Serves its repositories until it is closed. */
  serve(): void {
    const serve = async (): Promise<void> => {
      for await (const event of this.peer.seed({})) {
        if (this.#stop.signal.aborted) return
        this.world.logger.debug({ peer: this.name, event }, 'a peer of the demo serves')
      }
    }
    serve().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.world.logger.warn({ err: error, peer: this.name }, 'a peer stopped serving')
    })
  }

  /** Fetches the repository from whoever serves it, and serves it from then on; the answer is its own core there. */
  async clone(repo: LogId): Promise<CoreKey> {
    const { core } = answered(`clone to ${this.name}`, await this.peer.cloneRepository({ link: repo }))
    this.serve()
    return core
  }

  async write(repo: LogId, action: RepositoryAction, at: number, offline = false): Promise<OpId> {
    this.world.signal.throwIfAborted()
    const { ops } = answered(
      `have ${this.name} write ${action.type}`,
      await this.peer.write({ repo, actions: [action], at, offline }),
    )
    const [written] = ops
    if (written === undefined) throw new TypeError(`${action.type} was written, and has no op`)
    return written.op
  }

  /** Resolves when the op has reached this peer. */
  async receives(repo: LogId, op: OpId): Promise<void> {
    await waitFor(`${this.name} has op ${op}`, async () => (await this.peer.op({ repo, op })).ok, this.world.signal)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.peer.close()
  }
}

export const homeOf = ({ folder }: DemoWorld, name: string): string => join(folder, name)
