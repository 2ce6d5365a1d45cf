import type { CoreKey, EquivocationProof } from '@hypergit/domain'
import type { ForkPlace, Head } from '../log-api.js'
import { forkProofsPerMessageMax } from '../wire/messages.js'
import type { LogScope } from './log-scope.js'

export interface ForkPeer {
  sendForks(proofs: readonly EquivocationProof[]): void
  /** Resolves when the stream takes more. */
  drained(): Promise<void>
  /** Takes one proof that is not known yet from the peer's share of the minute. */
  mayProveFork(): boolean
  close(reason: string): void
}

/**
 * Exchanges with one peer what is proven of forks: all of it when it comes, and of a core once more when it has the core, since it may not have had it
 * before. `channel` is who a proof is said to come from.
 */
export class ForkTalk {
  readonly #scope: LogScope
  readonly #peer: ForkPeer
  readonly #waiting: ForkPlace[] = []
  readonly #toldOfHeads = new Set<CoreKey>()
  #telling: Promise<void> | undefined
  #closed = false

  constructor(
    scope: LogScope,
    private readonly channel: object,
    peer: ForkPeer,
  ) {
    this.#scope = scope
    this.#peer = peer
  }

  tellAll(): void {
    void this.tell([...this.#scope.forks.all()])
  }

  onProofs(proofs: readonly EquivocationProof[]): void {
    const { forks } = this.#scope
    for (const proof of proofs) {
      if (forks.isNew(proof) && !this.#peer.mayProveFork()) return this.#peer.close('more forks than can be looked at')
      if (!forks.add(proof, this.channel)) return this.#peer.close('a proof of a fork that shows none')
    }
  }

  /** The peer has these. */
  onHeads(heads: readonly Head[]): void {
    for (const { core } of heads) {
      if (this.#scope.forks.lowest(core) === undefined || this.#toldOfHeads.has(core)) continue
      this.#toldOfHeads.add(core)
      void this.tell(this.#scope.forks.of(core))
    }
  }

  close(): void {
    this.#closed = true
    this.#waiting.length = 0
  }

  /** Resolves when all that waited is on its way; a proof is read when it is its turn, so that a peer that does not listen costs little. */
  tell(places: readonly ForkPlace[]): Promise<void> {
    for (const place of places) this.#waiting.push(place)
    this.#telling ??= this.#send().finally(() => (this.#telling = undefined))
    return this.#telling
  }

  async #send(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#closed) {
      const places = this.#waiting.splice(0, forkProofsPerMessageMax)
      const proofs = await Promise.all(places.map((place) => this.#scope.forks.proof(place)))
      const shown = proofs.flatMap((proof) => proof ?? [])
      if (shown.length > 0 && !this.#closed) this.#peer.sendForks(shown)
      await this.#peer.drained()
    }
  }
}
