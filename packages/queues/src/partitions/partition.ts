import { noDepth, type Depth } from '../backend/backend.js'
import type { Lane } from './lane.js'

/**
 * One partition that this worker holds: the lanes of the service's contracts, worked on one job at a time, in turn. It counts as `ready`
 * from a hint that a queue of it has a job until all such queues are found empty.
 */
export class Partition {
  readonly number: number
  readonly #lanes: readonly Lane[]
  readonly #ready = new Set<Lane>()
  readonly #stop = new AbortController()
  #current: Promise<boolean> | undefined
  #closed = false

  constructor(number: number, lanes: readonly Lane[]) {
    this.number = number
    this.#lanes = lanes
  }

  get queues(): readonly string[] {
    return this.#lanes.map(({ queue }) => queue)
  }

  get busy(): boolean {
    return this.#current !== undefined
  }

  get ready(): boolean {
    return !this.#closed && !this.busy && this.#ready.size > 0
  }

  get heldBack(): boolean {
    return this.#lanes.some((lane) => lane.heldBack)
  }

  hint(queue: string): void {
    for (const lane of this.#lanes) if (lane.queue === queue) this.#ready.add(lane)
  }

  /** To be called before the depths that the returned function is given are read; that one finds what hints did not tell. */
  beginLook(): (depths: ReadonlyMap<string, Depth>) => Promise<void> {
    const before = this.#lanes.map((lane) => ({ lane, turns: lane.turns }))
    return async (depths) => {
      for (const { lane, turns } of before) {
        if (this.#closed) return
        if (await lane.look(depths.get(lane.queue) ?? noDepth, turns)) this.#ready.add(lane)
      }
    }
  }

  /** One job, or the finding that there is none. Rejects when the back end is away; the hint stays. */
  async runOne(): Promise<void> {
    const [lane] = this.#ready
    if (lane === undefined || this.#closed) return
    // Removed before it is asked, so that a hint that comes meanwhile is not lost; put last, so that lanes take turns.
    this.#ready.delete(lane)
    const work = lane.runNext(this.#stop.signal)
    this.#current = work
    let again = true
    try {
      again = await work
    } finally {
      this.#current = undefined
      if (again) this.#ready.add(lane)
    }
  }

  /** Takes no more jobs; resolves when the one in hand has ended. `abort` tells it to stop at once. */
  async close(abort: boolean): Promise<void> {
    this.#closed = true
    if (abort) this.#stop.abort()
    await this.#current?.catch(() => false)
  }
}
