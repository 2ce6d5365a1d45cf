import type { OutcomeKind } from '@hypergit/domain'
import type { Claim } from '@hypergit/queues'

/** Whether a claim with that outcome says something about its core: a violation, or what follows one, says nothing. */
const stands = (outcome: OutcomeKind): boolean => {
  switch (outcome) {
    case 'accepted':
    case 'hidden':
    case 'held':
      return true
    case 'violation':
    case 'ignored':
    case 'parked':
      return false
    default: {
      const never: never = outcome
      return never
    }
  }
}

export const standingClaims = (claims: readonly Claim[]): readonly Claim[] =>
  claims.filter(({ outcome }) => stands(outcome))
