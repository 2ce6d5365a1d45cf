import type { KnownOp } from '../graph/known-op.js'
import type { OpShelf } from '../graph/op-shelf.js'
import { noClosings, ThreadClosings } from '../graph/thread-closings.js'
import { type OpId, opId } from '../ids.js'
import type { Op } from '../op.js'
import type { LogStore } from '../store/port.js'

const keptThreadsMax = 1_024

const closingTypes: ReadonlySet<string> = new Set(['thread.close', 'thread.reopen', 'pull.merge'])

export const isClosing = (op: Op | undefined): boolean => op !== undefined && closingTypes.has(op.action.type)

/** The closes, reopens and merges of the threads that were asked about last. They are in memory from `load` until `release`. */
export class Closings {
  readonly #ofThreads = new Map<OpId, ThreadClosings>()
  /** As stored. */
  readonly #ids = new Map<OpId, OpId[]>()
  /** Not stored yet. */
  readonly #fresh = new Map<OpId, KnownOp[]>()

  constructor(
    readonly store: LogStore,
    readonly shelf: OpShelf,
  ) {}

  /** Those of a thread that was loaded. */
  of(thread: OpId): ThreadClosings {
    return this.#ofThreads.get(thread) ?? noClosings
  }

  add(thread: OpId, known: KnownOp): void {
    const fresh = this.#fresh.get(thread)
    if (fresh === undefined) this.#fresh.set(thread, [known])
    else fresh.push(known)
    this.#ofThreads.get(thread)?.add(known)
  }

  async load(threads: Iterable<OpId>): Promise<void> {
    for (const thread of new Set(threads)) {
      if (this.#ofThreads.has(thread)) continue
      const ids = await this.#idsOf(thread)
      await this.shelf.load(ids)
      const closings = new ThreadClosings()
      for (const id of ids) {
        const known = this.shelf.get(id)
        if (known !== undefined) closings.add(known)
      }
      for (const known of this.#fresh.get(thread) ?? []) closings.add(known)
      this.#ofThreads.set(thread, closings)
    }
  }

  /** To be called once the batch is stored. */
  settle(): void {
    for (const [thread, fresh] of this.#fresh) this.#ids.get(thread)?.push(...fresh.map(({ id }) => id))
    this.#fresh.clear()
    if (this.#ids.size <= keptThreadsMax) return
    this.#ids.clear()
    this.release()
  }

  /** To be called when the shelf has dropped ops: what is loaded again is another object. */
  release(): void {
    this.#ofThreads.clear()
  }

  async #idsOf(thread: OpId): Promise<readonly OpId[]> {
    const kept = this.#ids.get(thread)
    if (kept !== undefined) return kept
    const ids: OpId[] = []
    for await (const { key } of this.store.range('closing', { gte: [thread], lte: [thread] }))
      ids.push(opId(String(key[1])))
    this.#ids.set(thread, ids)
    return ids
  }
}
