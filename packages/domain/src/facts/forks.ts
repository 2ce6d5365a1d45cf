import type { CorePardon } from '../action.js'
import type { Chain, CoreState } from '../graph/core-state.js'
import { compareHeights, type KnownOp, type Position } from '../graph/known-op.js'
import type { OpSet } from '../graph/op-set.js'
import type { CoreKey } from '../ids.js'
import type { AuthorityOp } from './authority-op.js'
import type { Facts } from './facts.js'

/** A proof that a core wrote two ops at `seq`, checked: carried by an op, or gossiped, which acts in the present state only (section 4). */
export interface ForkProof {
  readonly core: CoreKey
  readonly seq: number
  readonly carriedBy: KnownOp | undefined
}

/** Whether the op at the position is one of `chain`, or one that it goes on from. */
export const isOnChain = (chain: Chain, { chain: other, seq }: Position): boolean => {
  let below = Number.POSITIVE_INFINITY
  for (let at: Chain | undefined = chain; at !== undefined; at = at.parent) {
    // By number, since a draft is judged on a copy of its chain.
    if (at.number === other.number) return seq < below
    below = Math.min(below, at.from)
  }
  return false
}

/** The lowest seq at which the set holds two ops of the core; with `head`, of those that come after it. */
const lowestBranching = (core: CoreState, set: OpSet, head: KnownOp | undefined): number | undefined => {
  if (core.chains.length < 2) return undefined
  let lowest: number | undefined
  // The first branch of the set at each place: a second one that left its parent there forks as well, whether or not the parent goes on.
  const left = new Set<string>()
  for (const branch of core.chains) {
    const { from, parent } = branch
    if (set.count(branch) <= from || (head !== undefined && (from <= head.seq || !isOnChain(branch, head)))) continue
    const place = `${parent?.number ?? 'root'} ${from}`
    const isSecond = left.has(place) || (parent !== undefined && set.count(parent) > from)
    left.add(place)
    if (isSecond && (lowest === undefined || from < lowest)) lowest = from
  }
  return lowest
}

/** Which cores forked in one set of ops, and which of their branches a pardon lets count (section 4, equivocation). */
export class Forks {
  readonly #lowest = new Map<CoreState, number | undefined>()
  readonly #pardoned = new Map<CoreState, KnownOp | undefined>()

  /** `asIfNone` are the facts of the same set as if no fork were pardoned; none are given for those themselves. */
  constructor(
    private readonly facts: Facts,
    private readonly asIfNone: (() => Facts) | undefined,
  ) {}

  /** The lowest seq at which the core is proven to have forked. */
  lowest(core: CoreState): number | undefined {
    if (this.#lowest.has(core)) return this.#lowest.get(core)
    const lowest = this.#lowestAfter(core, undefined)
    this.#lowest.set(core, lowest)
    return lowest
  }

  /** Whether the op at the position is ignored because its core forked at or below its seq. */
  isOut(position: Position): boolean {
    const { chain, seq } = position
    const { core } = chain
    if (core.chains.length < 2 && this.facts.sources.forkProofs(core.key).length === 0) return false
    const lowest = this.lowest(core)
    if (lowest === undefined || seq < lowest) return false
    const head = this.pardoned(core)
    if (head === undefined) return true
    if (seq <= head.seq && isOnChain(head.chain, position)) return false
    if (seq <= head.seq || !isOnChain(chain, head)) return true
    const again = this.#lowestAfter(core, head)
    return again !== undefined && again <= seq
  }

  /** From which seq on the core is ignored: its fork, or, where a branch of that is pardoned, the next one on it. */
  ignoredFrom(core: CoreState): number | undefined {
    const head = this.pardoned(core)
    return head === undefined ? this.lowest(core) : this.#lowestAfter(core, head)
  }

  /** The op in which the branch ends that counts: of several pardons the smallest (height, id) decides. */
  pardoned(core: CoreState): KnownOp | undefined {
    if (this.asIfNone === undefined || this.lowest(core) === undefined) return undefined
    if (this.#pardoned.has(core)) return this.#pardoned.get(core)
    const base = this.asIfNone()
    const pardons = base
      .effectiveOf(base.index.pardons(core.key))
      .filter(({ known, action }) => action.head !== undefined && !base.isSamePerson(known.chain.core.key, core.key))
      .sort((a, b) => compareHeights(a.known, b.known))
    const head = pardons.reduce<KnownOp | undefined>((found, pardon) => found ?? this.#headOf(pardon), undefined)
    this.#pardoned.set(core, head)
    return head
  }

  #headOf({ action }: AuthorityOp<CorePardon>): KnownOp | undefined {
    return action.head === undefined ? undefined : this.facts.sources.known(action.head)
  }

  #lowestAfter(core: CoreState, head: KnownOp | undefined): number | undefined {
    const { set, sources } = this.facts
    const branching = lowestBranching(core, set, head)
    for (const { seq, carriedBy } of sources.forkProofs(core.key)) {
      if (branching !== undefined && branching <= seq) break
      if (head !== undefined && seq <= head.seq) continue
      if (carriedBy === undefined ? set.isWhole : set.has(carriedBy)) return seq
    }
    return branching
  }
}
