import type { Log, LogEvents, PeerSeen } from '@hypergit/log'
import type { LogFeed } from '../feeding/log-feed.js'

/** One log that is hosted here: its cores, the feed to the validator, and what its pages say of replication. */
export class HostedLog {
  /** When it is swept whole the next time, ms. */
  sweepDueAtMs = 0
  /** Its state of replication is to be sent. */
  changed = true
  statusSentAtMs = 0
  /** Why cores or blocks were refused since the last status. */
  readonly refusals = new Set<string>()
  /** When each connected peer came, ms, by noise key in hexadecimal digits. */
  readonly peersSince = new Map<string, number>()

  constructor(
    readonly log: Log,
    readonly feed: LogFeed,
    private readonly now: () => number,
  ) {
    log.on('blocks', this.#onChange)
    log.on('peer-added', this.#onPeer)
    log.on('peer-removed', this.#onPeerGone)
    log.on('admission-refused', this.#onRefused)
    for (const peer of log.peers()) this.peersSince.set(peer, now())
  }

  async close(): Promise<void> {
    this.log.off('blocks', this.#onChange)
    this.log.off('peer-added', this.#onPeer)
    this.log.off('peer-removed', this.#onPeerGone)
    this.log.off('admission-refused', this.#onRefused)
    await this.feed.close()
  }

  readonly #onChange = (): void => {
    this.changed = true
  }

  readonly #onPeer = ({ peer }: PeerSeen): void => {
    this.peersSince.set(peer, this.now())
    this.changed = true
  }

  readonly #onPeerGone = ({ peer }: PeerSeen): void => {
    this.peersSince.delete(peer)
    this.changed = true
  }

  readonly #onRefused = ({ reason }: LogEvents['admission-refused'][0]): void => {
    this.refusals.add(reason)
    this.changed = true
  }
}
