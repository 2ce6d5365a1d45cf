import type { MissingParent, OpId } from '@hypergit/domain'
import type { LogScope } from './log-scope.js'

/** How long a cited block is waited for before it is looked after, ms; doubled with each time that nobody had it. */
const waitMs = 1_000
/** Looks at one block; whoever still misses it then names it again. */
const looksMax = 60
/** Times that peers are asked for one block. */
const asksMax = 6
/** Blocks that are asked for at a time: they share the peers' answers with everything else, and a silent peer must not hold up all of them. */
const askingMax = 8
/** Blocks that are looked after at a time. */
const waitingMax = 1_024

/**
 * Cited blocks that nobody serves with their core, since a fork stopped it everywhere: what honest ops cite there comes block by block. Only when
 * nothing else is to be had of any peer, since nearly always a core's own blocks are on their way.
 */
export class UnservedParents {
  readonly #waiting = new Map<OpId, NodeJS.Timeout>()
  #asking = 0

  constructor(
    private readonly scope: LogScope,
    private readonly fetch: (parent: MissingParent) => Promise<void>,
  ) {}

  note(parent: MissingParent): void {
    if (!this.#waiting.has(parent.id) && this.#waiting.size < waitingMax) this.#wait(parent, 0, 0)
  }

  close(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }

  #wait(parent: MissingParent, looks: number, asks: number): void {
    const timer = setTimeout(() => this.#look(parent, looks + 1, asks), waitMs * 2 ** asks).unref()
    this.#waiting.set(parent.id, timer)
  }

  #look(parent: MissingParent, looks: number, asks: number): void {
    const { core, seq, id } = parent
    const isHere = (this.scope.heads.get(core)?.length ?? 0) > seq
    if (isHere || looks > looksMax || asks >= asksMax) {
      this.#waiting.delete(id)
      return
    }
    const channels = [...this.scope.peers.channels]
    const isOnItsWay = channels.some((channel) => !channel.caughtUp || channel.holds(core, seq + 1))
    if (isOnItsWay || channels.length === 0) {
      this.#wait(parent, looks, asks)
      return
    }
    if (this.#asking >= askingMax) {
      this.#wait(parent, looks, asks)
      return
    }
    this.#asking += 1
    void this.fetch(parent).finally(() => (this.#asking -= 1))
    this.#wait(parent, looks, asks + 1)
  }
}
