import type { RepositoryAction } from '@hypergit/domain'
import { type LocalDht, startDht, tempDir, type TempDir, until } from '@hypergit/testing'
import type { Answer } from '../src/api/failure.js'
import type { PeerOptions } from '../src/api/options.js'
import type { Peer } from '../src/api/peer.js'
import { openPeer } from '../src/open-peer.js'

/** Homes of one test on one local DHT; `stop` closes what is open and deletes them. */
export class Homes {
  readonly #peers = new Set<Peer>()

  private constructor(
    private readonly dht: LocalDht,
    private readonly dir: TempDir,
  ) {}

  static async start(): Promise<Homes> {
    const [dht, dir] = await Promise.all([startDht(), tempDir()])
    return new Homes(dht, dir)
  }

  get bootstrap(): string {
    return this.dht.address
  }

  path(name: string): string {
    return `${this.dir.path}/${name}`
  }

  async open(name: string, options: Partial<PeerOptions> = {}): Promise<Peer> {
    const peer = await openPeer({ home: this.path(name), bootstrap: this.bootstrap, ...options })
    this.#peers.add(peer)
    return peer
  }

  async close(peer: Peer): Promise<void> {
    this.#peers.delete(peer)
    await peer.close()
  }

  async stop(): Promise<void> {
    for (const peer of this.#peers) await peer.close()
    await this.dht.stop()
    await this.dir.remove()
  }
}

/** The value, or a test's failure with the failure's message. */
export const ok = async <Value>(answer: Promise<Answer<Value>>): Promise<Value> => {
  const given = await answer
  if (!given.ok) throw new Error(`${given.failure.code}: ${given.failure.message}`)
  return given.value
}

/** Writes one action and gives its op. */
export const write = async (
  peer: Peer,
  repo: string,
  action: RepositoryAction,
  options: { offline?: boolean; at?: number } = {},
) => {
  const { ops } = await ok(peer.write({ repo, actions: [action], ...options }))
  const [op] = ops
  if (op === undefined) throw new Error('nothing was written')
  return op
}

export const stateHash = async (peer: Peer, repo: string): Promise<string | undefined> =>
  (await ok(peer.status({ repo }))).repositories[0]?.stateHash

/** Keeps a home serving until `stop`. */
export const serve = async (peer: Peer): Promise<{ stop: () => Promise<void> }> => {
  const events = peer.seed({})[Symbol.asyncIterator]()
  await events.next()
  return { stop: async () => void (await events.return?.()) }
}

/** Resolves when all peers have the same state of the repository, and gives its hash. */
export const converged = (repo: string, ...peers: readonly Peer[]): Promise<string> =>
  until(
    async () => {
      const hashes = await Promise.all(peers.map((peer) => stateHash(peer, repo)))
      return new Set(hashes).size === 1 ? hashes[0] : undefined
    },
    { what: `${peers.length} peers have one state of ${repo}` },
  )
