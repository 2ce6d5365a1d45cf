import type { BatchReport, ClaimState, Decision, LogId, OpView } from '@hypergit/domain'
import {
  boundedGroups,
  claimsMax,
  type Claim,
  type ClaimProblem,
  type ClaimsJob,
  type Draft,
  type Pair,
} from '@hypergit/queues'

type Said = { readonly claim: Claim } | { readonly pair: Pair } | { readonly standing: ClaimState }

/** What a violation says of the claim itself; one for another reason takes the core's word from it all the same. */
const violated = ({ outcome, reason }: Decision): { readonly problem?: ClaimProblem } => {
  if (outcome !== 'violation') return {}
  if (reason === 'claimed-twice') return { problem: 'conflicting' }
  return reason === 'forged-claim' ? { problem: 'forged' } : {}
}

/** Reaching for the core of another user has no effect, and three times is abuse (docs/protocol.md, section 7). */
const isStrike = ({ outcome, reason }: Decision): boolean =>
  (outcome === 'hidden' && reason === 'not-permitted') || (outcome === 'violation' && reason === 'pairing-abuse')

const saidOf = ({ id, author, action, decision, effective }: OpView): readonly Said[] => {
  const common = { core: author.core, op: id, outcome: decision.outcome, at: effective.at }
  if (action.type === 'identity.claim') return [{ claim: { ...common, user: action.user, ...violated(decision) } }]
  if (action.type === 'identity.pair') return [{ pair: { ...common, other: action.core, strike: isStrike(decision) } }]
  return []
}

/** The claims and pairs among a report's ops, with the outcome that each has now, and how the cores that claimed stand. */
export const claimJobs = (
  version: { readonly log: LogId; readonly epoch: number; readonly number: number },
  { ops, repository }: Pick<BatchReport, 'ops' | 'repository'>,
  states: readonly ClaimState[],
): readonly Draft<ClaimsJob>[] => {
  const said: readonly Said[] = [...ops.flatMap(saidOf), ...states.map((standing) => ({ standing }))]
  return [...boundedGroups(said, () => 1, { bytesMax: Infinity, countMax: claimsMax })].map((group) => ({
    ...version,
    repository: repository?.name ?? '',
    claims: group.flatMap((one) => ('claim' in one ? [one.claim] : [])),
    pairs: group.flatMap((one) => ('pair' in one ? [one.pair] : [])),
    standings: group.flatMap((one) => ('standing' in one ? [one.standing] : [])),
  }))
}
