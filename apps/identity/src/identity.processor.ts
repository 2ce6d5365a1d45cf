import type { Handlers, Producer } from '@hypergit/queues'
import type { ClaimStore } from './claims/claim-store.js'
import { standingClaims } from './claims/standing-claims.js'

export interface ProcessorParts {
  readonly store: ClaimStore
  readonly identities: Pick<Producer<'identities'>, 'sendAll'>
  readonly now: () => number
}

/** What the identity service does with the jobs it is sent. */
export const identityHandlers = ({ store, identities, now }: ProcessorParts): Handlers<'identity'> => ({
  claims: async (job) => {
    const claims = standingClaims(job.claims)
    if (claims.length === 0) return
    const changed = await store.note(job.log, claims, now())
    if (changed.length > 0) await identities.sendAll(changed)
  },
})
