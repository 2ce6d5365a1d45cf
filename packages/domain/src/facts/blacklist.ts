import type { CoreState } from '../graph/core-state.js'
import { countAt } from '../graph/frontier.js'
import { covers, type Position } from '../graph/known-op.js'
import type { CoreView } from '../views.js'
import type { Facts } from './facts.js'

/** From which seq on the core is ignored, over K: whether its next op, citing everything, would be. */
export const blacklisting = (core: CoreState, facts: Facts): CoreView['blacklisted'] | undefined => {
  const isLifted = (position: Position): boolean =>
    facts.effectiveOf(facts.index.pardons(core.key)).some((pardon) => covers(pardon.known.frontier, position))
  const [trunk] = core.chains
  if (trunk === undefined) return undefined
  const { violation } = trunk
  if (violation !== undefined && !isLifted({ chain: trunk, seq: violation.seq })) {
    return { from: violation.seq, reason: violation.reason, op: violation.op }
  }
  if (core.forkSeq !== undefined) return { from: core.forkSeq, reason: 'equivocation', op: trunk.head }
  const ban = facts.effectiveOf(facts.index.bans(core.key)).find(({ known }) => !isLifted(known))
  return ban === undefined
    ? undefined
    : { from: countAt(ban.known.frontier, trunk.number), reason: 'blacklisted', op: ban.known.id }
}
