import type { Chain } from './core-state.js'
import { countAt } from './frontier.js'
import { firstPlace } from './first-place.js'
import { covers, isLater, type KnownOp } from './known-op.js'

/**
 * The closes, reopens and merges of one thread, chain by chain: an author may make thousands of them, and of each chain the past of an op has a
 * beginning, and what is concurrent with it is what follows up to the first that has seen it.
 */
export class ThreadClosings {
  readonly #chains = new Map<Chain, KnownOp[]>()

  add(known: KnownOp): void {
    const ops = this.#chains.get(known.chain)
    if (ops === undefined) this.#chains.set(known.chain, [known])
    else
      ops.splice(
        firstPlace(ops, ({ seq }) => seq > known.seq),
        0,
        known,
      )
  }

  /** The latest in the op's past that passes the test. */
  latestBefore(op: KnownOp, passes: (closing: KnownOp) => boolean): KnownOp | undefined {
    let latest: KnownOp | undefined
    for (const [chain, ops] of this.#chains) {
      for (let place = this.#behindPast(op, chain, ops) - 1; place >= 0; place--) {
        const closing = ops[place] as KnownOp
        if (closing === op) continue
        if (latest !== undefined && !isLater(closing, latest)) break
        if (!passes(closing)) continue
        latest = closing
        break
      }
    }
    return latest
  }

  /** Those of other cores that neither have the op in their past nor are in its own. */
  *concurrentWith(op: KnownOp): IterableIterator<KnownOp> {
    for (const [chain, ops] of this.#chains) {
      if (chain.core === op.chain.core) continue
      const from = this.#behindPast(op, chain, ops)
      yield* ops.slice(
        from,
        firstPlace(ops, ({ frontier }) => covers(frontier, op), from),
      )
    }
  }

  #behindPast(op: KnownOp, { number }: Chain, ops: readonly KnownOp[]): number {
    const count = countAt(op.frontier, number)
    return firstPlace(ops, ({ seq }) => seq >= count)
  }
}

export const noClosings = new ThreadClosings()
