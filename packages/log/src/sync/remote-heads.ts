import type { CoreKey, OpId } from '@hypergit/domain'
import type { Head } from '../log-api.js'

/** Heads of a peer that are remembered, to know who holds what. */
const rememberedHeadsMax = 8_192

interface RemoteHead {
  readonly core: CoreKey
  readonly length: number
  /** Absent where the peer only showed that it has so much. */
  readonly id?: OpId
}

/** What one peer is known to hold in one log: the latest cores it spoke of, up to a bound. */
export class RemoteHeads {
  readonly #heads = new Map<CoreKey, RemoteHead>()

  constructor(readonly max = rememberedHeadsMax) {}

  /** More may have been said than is remembered. */
  get isFull(): boolean {
    return this.#heads.size >= this.max
  }

  note(head: RemoteHead): void {
    const known = this.#heads.get(head.core)
    if (known !== undefined && (known.length > head.length || (known.length === head.length && known.id !== undefined)))
      return
    this.#heads.delete(head.core)
    this.#heads.set(head.core, head)
    const [oldest] = this.#heads.keys()
    if (this.#heads.size > this.max && oldest !== undefined) this.#heads.delete(oldest)
  }

  holds(core: CoreKey, length: number): boolean {
    return (this.#heads.get(core)?.length ?? 0) >= length
  }

  /** The head as the peer announced it. */
  get(core: CoreKey): Head | undefined {
    const head = this.#heads.get(core)
    return head?.id === undefined ? undefined : { core, length: head.length, id: head.id }
  }
}
