import type { Head } from '../log-api.js'
import type { Tail } from '../wire/messages.js'
import type { Arrival } from './arrivals.js'
import type { LogScope } from './log-scope.js'

/** Blocks that came unasked and are on their way into storage. */
const pushesInFlightMax = 64

export interface PushHost {
  mayBringCore(): boolean
  /** The blocks do not fit here, or not now: their head is as good as announced. */
  offer(head: Head): void
  settle(head: Head, arrival: Arrival): void
  moveOn(): void
  close(reason: string): void
}

/** Small appends that their author sends to everybody at once. */
export class Pushes {
  #inFlight = 0

  constructor(
    private readonly scope: LogScope,
    private readonly host: PushHost,
  ) {}

  take(part: Tail): void {
    const length = part.from + part.blocks.length
    const last = part.blocks.at(-1)
    if (last === undefined || part.more) return this.host.close('an empty push')
    const { heads, home, id: log } = this.scope
    const { id } = home.rules.facts(log, { core: part.core, seq: length - 1, bytes: last })
    const head: Head = { core: part.core, length, id }
    const stored = heads.get(part.core)
    const fits = (stored?.length ?? 0) === part.from && this.scope.admitted.has(part.core)
    if (fits && this.#inFlight < pushesInFlightMax && (stored !== undefined || this.host.mayBringCore()))
      void this.#store(part, head)
    else {
      this.host.offer(head)
      this.host.moveOn()
    }
  }

  async #store(part: Tail, head: Head): Promise<void> {
    this.#inFlight++
    try {
      const arrival = await this.scope.arrivals.tail(part)
      if (arrival.kind === 'gap') this.host.offer(head)
      else this.host.settle(head, arrival)
    } catch {
      // The storage failed, which the home has been told; this peer is not to blame.
    } finally {
      this.#inFlight--
      this.host.moveOn()
    }
  }
}
