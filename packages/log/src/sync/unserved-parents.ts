import type { MissingParent, OpId } from '@hypergit/domain'
import type { LogScope } from './log-scope.js'

/** A cited block that no peer has announced by then is asked for by its id. */
const waitMs = 1_000
/** Such blocks that wait at a time. */
const waitingMax = 1_024

/** Cited blocks that nobody serves with their core, since a fork stopped it everywhere: what honest ops cite there comes block by block. */
export class UnservedParents {
  readonly #waiting = new Map<OpId, NodeJS.Timeout>()

  constructor(
    private readonly scope: LogScope,
    private readonly fetch: (parent: MissingParent) => void,
  ) {}

  note(parent: MissingParent): void {
    const { core, seq, id } = parent
    if (this.#waiting.has(id) || this.#waiting.size >= waitingMax) return
    const timer = setTimeout(() => {
      this.#waiting.delete(id)
      const isHere = (this.scope.heads.get(core)?.length ?? 0) > seq
      const isServed = [...this.scope.peers.channels].some((channel) => channel.holds(core, seq + 1))
      if (!isHere && !isServed) this.fetch(parent)
    }, waitMs).unref()
    this.#waiting.set(id, timer)
  }

  close(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }
}
