import type { CoreState } from '../graph/core-state.js'
import type { OpSet } from '../graph/op-set.js'

/** The lowest seq at which the set holds two ops of the core (section 4, equivocation). */
export const lowestForkSeq = (core: CoreState, set: OpSet): number | undefined => {
  if (core.chains.length < 2) return undefined
  let lowest: number | undefined
  // The first branch of the set at each place: a second one that left its parent there forks as well, whether or not the parent goes on.
  const left = new Set<string>()
  for (const branch of core.chains) {
    const { from, parent } = branch
    if (set.count(branch) <= from) continue
    const place = `${parent?.number ?? 'root'} ${from}`
    const isSecond = left.has(place) || (parent !== undefined && set.count(parent) > from)
    left.add(place)
    if (isSecond && (lowest === undefined || from < lowest)) lowest = from
  }
  return lowest
}
