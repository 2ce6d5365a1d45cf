import type { Facts } from '../facts/facts.js'
import type { ClaimOp } from '../facts/identity-op.js'
import { areConcurrent } from '../graph/known-op.js'
import type { CoreKey } from '../ids.js'
import type { ClaimState } from '../views.js'

const problemOf = (claim: ClaimOp, { people, sources }: Facts): Pick<ClaimState, 'problem'> => {
  const { known, action } = claim
  const core = known.chain.core.key
  if (people.isUnpaired(core)) return { problem: 'unpaired' }
  if (!people.isHeld(core)) return {}
  const first = people.firstLinked(action.user)
  const firstClaim = first === undefined ? undefined : people.claimOf(first)
  const sawNone = sources.identities.lowestBefore(claim) === undefined
  const isConflicting = sawNone && firstClaim !== undefined && areConcurrent(known, firstClaim.known)
  return { problem: isConflicting ? 'conflicting' : 'waiting' }
}

/** Of those of the cores whose claim counts; the facts are those of K. */
export const claimStates = (cores: readonly CoreKey[], facts: Facts): readonly ClaimState[] =>
  cores.flatMap((core) => {
    const claim = facts.people.claimOf(core)
    return claim === undefined ? [] : [{ core, user: claim.action.user, ...problemOf(claim, facts) }]
  })
