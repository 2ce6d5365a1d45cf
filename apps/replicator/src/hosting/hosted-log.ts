import type { LogKind } from '@hypergit/domain'
import type { Log, LogEvents, PeerSeen } from '@hypergit/log'
import type { LogFeed } from '../feeding/log-feed.js'
import { StatusTurn } from '../status/status-turn.js'
import { SweepTurn } from '../sweeping/sweep-turn.js'

/** What is known of a user log beside its cores. */
export interface Following {
  readonly sinceMs: number
  /** Cores that were ever named as devices, as the validator said last. */
  devices: number
}

/** One log that is hosted here: its cores, the feed to the validator, and what its pages say of replication. */
export class HostedLog {
  readonly sweepTurn = new SweepTurn()
  readonly statusTurn = new StatusTurn()
  /** Why cores or blocks were refused since the last status. */
  readonly refusals = new Set<string>()
  /** When each connected peer came, ms, by noise key in hexadecimal digits. */
  readonly peersSince = new Map<string, number>()

  constructor(
    readonly log: Log,
    readonly feed: LogFeed,
    /** Only of a user log. */
    readonly following: Following | undefined,
    private readonly now: () => number,
  ) {
    log.on('blocks', this.#onChange)
    log.on('peer-added', this.#onPeer)
    log.on('peer-removed', this.#onPeerGone)
    log.on('admission-refused', this.#onRefused)
    for (const peer of log.peers()) this.peersSince.set(peer, now())
  }

  get kind(): LogKind {
    return this.following === undefined ? 'repository' : 'user'
  }

  async close(): Promise<void> {
    this.log.off('blocks', this.#onChange)
    this.log.off('peer-added', this.#onPeer)
    this.log.off('peer-removed', this.#onPeerGone)
    this.log.off('admission-refused', this.#onRefused)
    await this.feed.close()
  }

  readonly #onChange = (): void => {
    this.statusTurn.change()
  }

  readonly #onPeer = ({ peer }: PeerSeen): void => {
    this.peersSince.set(peer, this.now())
    this.statusTurn.change()
  }

  readonly #onPeerGone = ({ peer }: PeerSeen): void => {
    this.peersSince.delete(peer)
    this.statusTurn.change()
  }

  readonly #onRefused = ({ reason }: LogEvents['admission-refused'][0]): void => {
    this.refusals.add(reason)
    this.statusTurn.change()
  }
}
