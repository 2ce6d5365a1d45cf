import type { CoreKey, MissingParent, OpId } from '@hypergit/domain'
import type { LogScope } from './log-scope.js'

/** How long a cited block is waited for before it is looked after, ms; doubled with each time that nobody had it. */
const waitMs = 1_000
/** How long a peer is waited for before the next one is asked, ms; doubled likewise. */
const patienceMs = 500
/** Looks at one block; whoever still misses it then names it again. */
const looksMax = 60
/** Looks for which the rest of what peers have may take precedence, since a core's own blocks may be among it. */
const courteousLooksMax = 15
/** Times that peers are asked for one block. */
const asksMax = 6
/** Blocks that are asked for at a time: they share the peers' answers with everything else, and a silent peer must not hold up all of them. */
const askingMax = 32
/** Blocks that are looked after at a time. */
const waitingMax = 1_024

/** Blocks that were told and may be named again at once, since the rules make nothing of them; each time they are told again later. */
const toldMax = 4_096
const toldTimesMax = 10

interface Waiting {
  readonly parent: MissingParent
  looks: number
  asks: number
  timer: NodeJS.Timeout | undefined
}

/**
 * Cited blocks that do not come with their core: they are of another branch, or nobody serves them with it since a fork stopped it everywhere. Those are
 * asked for by id, one run of blocks after the other; at once where the core is known to have forked, else only when it is on its way from no peer.
 */
export class MissingBlocks {
  readonly #waiting = new Map<OpId, Waiting>()
  readonly #told = new Map<OpId, { readonly times: number; readonly untilMs: number }>()
  #asking = 0

  constructor(
    private readonly scope: LogScope,
    private readonly fetch: (parent: MissingParent, patienceMs: number) => Promise<boolean>,
  ) {}

  note(parent: MissingParent): void {
    if (this.#waiting.has(parent.id) || this.#waiting.size >= waitingMax) return
    if ((this.#told.get(parent.id)?.untilMs ?? 0) > this.scope.home.clock()) return
    const waiting: Waiting = { parent, looks: 0, asks: 0, timer: undefined }
    this.#waiting.set(parent.id, waiting)
    if (this.#isElsewhere(parent) && this.#asking < askingMax) void this.#ask(waiting)
    else this.#wait(waiting)
  }

  /** Whether the block cannot come with its core: something else is in its place here, or the core forked below it. */
  #isElsewhere({ core, seq }: MissingParent): boolean {
    return (this.scope.heads.get(core)?.length ?? 0) > seq || (this.scope.forks.lowest(core) ?? seq + 1) <= seq
  }

  /** Somebody has come who may have what nobody had. */
  again(): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.timer === undefined) continue
      waiting.looks = 0
      waiting.asks = 0
      this.#wait(waiting)
    }
  }

  close(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }

  #wait(waiting: Waiting): void {
    clearTimeout(waiting.timer)
    waiting.timer = setTimeout(() => this.#look(waiting), waitMs * 2 ** waiting.asks).unref()
  }

  #look(waiting: Waiting): void {
    const { parent, asks } = waiting
    waiting.looks += 1
    const isWanted = this.scope.admitted.has(parent.core)
    if (!isWanted || waiting.looks > looksMax || asks >= asksMax) {
      this.#waiting.delete(parent.id)
      return
    }
    const mayAsk = this.#isElsewhere(parent) || !this.#isOnItsWay(parent.core, waiting.looks)
    if (!mayAsk || this.#asking >= askingMax) this.#wait(waiting)
    else void this.#ask(waiting)
  }

  async #ask(waiting: Waiting): Promise<void> {
    const { parent, asks } = waiting
    waiting.timer = undefined
    this.#asking += 1
    const isHere = await this.fetch(parent, patienceMs * 2 ** asks)
    this.#asking -= 1
    if (this.#waiting.get(parent.id) !== waiting) return
    if (isHere) {
      this.#waiting.delete(parent.id)
      this.#rest(parent.id)
    } else {
      waiting.asks += 1
      this.#wait(waiting)
    }
  }

  #rest(id: OpId): void {
    const times = Math.min(toldTimesMax, (this.#told.get(id)?.times ?? 0) + 1)
    this.#told.delete(id)
    this.#told.set(id, { times, untilMs: this.scope.home.clock() + waitMs * 2 ** (times - 1) })
    const [oldest] = this.#told.keys()
    if (this.#told.size > toldMax && oldest !== undefined) this.#told.delete(oldest)
  }

  #isOnItsWay(core: CoreKey, looks: number): boolean {
    const channels = [...this.scope.peers.channels]
    if (channels.length === 0 || channels.some((channel) => channel.wants(core))) return true
    return looks <= courteousLooksMax && channels.some((channel) => !channel.caughtUp)
  }
}
