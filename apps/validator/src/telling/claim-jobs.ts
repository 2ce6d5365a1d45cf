import type { LogId, OpView } from '@hypergit/domain'
import { claimsMax, type Claim, type ClaimsJob, type Draft } from '@hypergit/queues'
import { boundedGroups } from './bounded-groups.js'

const claimOf = ({ id, author, action, decision }: OpView): readonly Claim[] =>
  action.type === 'identity.claim' ? [{ core: author.core, user: action.user, op: id, outcome: decision.outcome }] : []

/** The claims among the ops, with the outcome that each has now. */
export const claimJobs = (log: LogId, ops: readonly OpView[]): readonly Draft<ClaimsJob>[] => {
  const claims = ops.flatMap(claimOf)
  return [...boundedGroups(claims, () => 1, { bytesMax: Infinity, countMax: claimsMax })].map((group) => ({
    log,
    claims: group,
  }))
}
