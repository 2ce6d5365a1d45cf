import type { Chain, CoreState } from '../graph/core-state.js'
import { countAt } from '../graph/frontier.js'
import { covers, type Position } from '../graph/known-op.js'
import type { CoreView } from '../views.js'
import type { Facts } from './facts.js'
import { isOnChain } from './forks.js'

/** The chain that the core's next op is on: where a branch is pardoned, the newest one that goes on from its head. */
export const liveChain = (core: CoreState, facts: Facts): Chain | undefined => {
  const [trunk] = core.chains
  const head = facts.forks.pardoned(core)
  if (head === undefined) return trunk
  return core.chains.findLast((chain) => isOnChain(chain, head)) ?? trunk
}

const isLifted = (core: CoreState, position: Position, facts: Facts): boolean =>
  facts.effectiveOf(facts.index.pardons(core.key)).some((pardon) => covers(pardon.known.frontier, position))

/** From which seq on the core is ignored, over K: whether its next op, citing everything, would be. */
export const blacklisting = (core: CoreState, facts: Facts): CoreView['blacklisted'] | undefined => {
  const live = liveChain(core, facts)
  if (live === undefined) return undefined
  const { violation } = live
  const forkedFrom = facts.forks.ignoredFrom(core)
  if (
    violation !== undefined &&
    !isLifted(core, { chain: live, seq: violation.seq }, facts) &&
    (forkedFrom === undefined || violation.seq < forkedFrom)
  ) {
    return { from: violation.seq, reason: violation.reason, op: violation.op }
  }
  if (forkedFrom !== undefined) return { from: forkedFrom, reason: 'equivocation', op: live.head }
  const bans = facts.index.bans(core.key)
  if (bans.length === 0) return undefined
  const ban = facts.effectiveOf(bans).find(({ known }) => !isLifted(core, known, facts))
  return ban === undefined
    ? undefined
    : { from: countAt(ban.known.frontier, live.number), reason: 'blacklisted', op: ban.known.id }
}
