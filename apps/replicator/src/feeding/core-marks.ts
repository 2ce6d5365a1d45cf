import type { CoreKey, OpId } from '@hypergit/domain'

/** How far a core was sent to the validator, and how far the validator says that it is applied. */
export interface Mark {
  /** The next block to send. */
  sent: number
  /** Id of the op before `sent`, when it is known without reading. */
  sentId: OpId | undefined
  confirmed: number
  /** Where a gap last made this core start again, and when. */
  restartedFrom: number
  restartedAtMs: number
}

/** A gap is reported by every job behind the lost one; only the first of them makes the core start again. */
const restartPauseMs = 1_000

/**
 * The cores of one log that are not known to be applied as far as they are here; a core that is has no mark, so an idle log holds nothing. The
 * marks are a hint: what the validator says replaces them.
 */
export class CoreMarks {
  readonly #marks = new Map<CoreKey, Mark>()

  get size(): number {
    return this.#marks.size
  }

  [Symbol.iterator](): IterableIterator<[CoreKey, Mark]> {
    return this.#marks.entries()
  }

  get(core: CoreKey): Mark | undefined {
    return this.#marks.get(core)
  }

  /** Blocks from `from` on are new here. */
  arrived(core: CoreKey, from: number): void {
    if (!this.#marks.has(core)) this.#marks.set(core, markAt(from))
  }

  /** The validator has the core up to `applied`, of the `length` blocks here. `lost`: nothing else of it is on its way. */
  confirmed(core: CoreKey, applied: number, length: number, lost: boolean): void {
    if (applied >= length) {
      this.#marks.delete(core)
      return
    }
    const mark = this.#marks.get(core)
    if (mark === undefined) {
      this.#marks.set(core, markAt(applied))
      return
    }
    mark.confirmed = applied
    if (mark.sent < applied || lost) moveTo(mark, applied)
  }

  /** A job did not continue the core: send again from `from`, unless that was just done. */
  gap(core: CoreKey, from: number, nowMs: number): void {
    const mark = this.#marks.get(core) ?? markAt(from)
    this.#marks.set(core, mark)
    if (mark.restartedFrom === from && nowMs - mark.restartedAtMs < restartPauseMs) return
    mark.confirmed = from
    mark.restartedFrom = from
    mark.restartedAtMs = nowMs
    moveTo(mark, from)
  }

  clear(): void {
    this.#marks.clear()
  }
}

const markAt = (from: number): Mark => ({
  sent: from,
  sentId: undefined,
  confirmed: from,
  restartedFrom: -1,
  restartedAtMs: 0,
})

const moveTo = (mark: Mark, from: number): void => {
  if (mark.sent === from) return
  mark.sent = from
  mark.sentId = undefined
}
