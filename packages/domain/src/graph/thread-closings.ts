import type { Chain } from './core-state.js'
import { countAt } from './frontier.js'
import { covers, isLater, type KnownOp } from './known-op.js'

/** The first place from `from` on at which the test holds; once it holds it does for all that follow. */
const firstWhere = (ops: readonly KnownOp[], from: number, holds: (known: KnownOp) => boolean): number => {
  let [low, high] = [from, ops.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(ops[middle] as KnownOp)) high = middle
    else low = middle + 1
  }
  return low
}

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
        firstWhere(ops, 0, ({ seq }) => seq > known.seq),
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
        firstWhere(ops, from, ({ frontier }) => covers(frontier, op)),
      )
    }
  }

  #behindPast(op: KnownOp, { number }: Chain, ops: readonly KnownOp[]): number {
    const count = countAt(op.frontier, number)
    return firstWhere(ops, 0, ({ seq }) => seq >= count)
  }
}

export const noClosings = new ThreadClosings()
