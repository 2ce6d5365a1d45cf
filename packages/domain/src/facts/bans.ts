import type { CoreBan } from '../action.js'
import type { KnownOp } from '../graph/known-op.js'
import { covers, isInPast } from '../graph/known-op.js'
import type { CoreKey } from '../ids.js'
import type { AuthorityOp } from './authority-op.js'
import { type Facts, notAfter } from './facts.js'

/** Whether an effective pardon of the core, in the past of `op`, has `lifted` in its past (section 4). */
export const isPardoned = (facts: Facts, core: CoreKey, lifted: KnownOp, op: KnownOp): boolean =>
  facts
    .effectiveOf(facts.index.pardons(core))
    .some((pardon) => isInPast(pardon.known, op) && covers(pardon.known.frontier, lifted))

/** The effective ban of the op's core that does not have the op in its past and is not lifted for it. */
export const standingBan = (facts: Facts, op: KnownOp): AuthorityOp<CoreBan> | undefined => {
  const core = op.chain.core.key
  const bans = facts.index.bans(core)
  if (bans.length === 0) return undefined
  return notAfter(facts.effectiveOf(bans), op).find((ban) => !isPardoned(facts, core, ban.known, op))
}
