import type { CoreState } from '../graph/core-state.js'
import type { OpSet } from '../graph/op-set.js'

/** The lowest seq at which the set holds two ops of the core (section 4, equivocation). */
export const lowestForkSeq = (core: CoreState, set: OpSet): number | undefined => {
  if (core.chains.length < 2) return undefined
  let lowest: number | undefined
  for (const branch of core.chains) {
    if (lowest !== undefined && branch.from >= lowest) continue
    if (set.count(branch) <= branch.from) continue
    const sibling = core.chains.some(
      (other) =>
        other !== branch &&
        set.count(other) > branch.from &&
        // The op at the branch's first seq: on the chain it left, or at the start of another branch that left at the same place.
        (other === branch.parent || (other.parent === branch.parent && other.from === branch.from)),
    )
    if (sibling) lowest = branch.from
  }
  return lowest
}
