import { outcomeKinds, type CoreKey, type LogId, type OpId, type OutcomeKind, type UserId } from '@hypergit/domain'
import type { z } from 'zod'
import { v, type Contract, type Versioned } from './contract.js'
import { optional, record } from './record.js'
import { core, count, flag, list, log, oneOf, op, text, timeMs, user } from './scalars.js'

/**
 * What stands in the way of a claim by the repository's own log: its proof is forged (`forged`); the core had claimed another user, or took itself
 * for its user's first core as another one did (`conflicting`); it tried to pair with another user's core (`struck`); it was given up
 * (`unpaired`); or no confirmed core of the user has paired with it yet (`waiting`).
 */
export const claimProblems = ['waiting', 'conflicting', 'struck', 'unpaired', 'forged'] as const
export type ClaimProblem = (typeof claimProblems)[number]
const problem: z.ZodType<ClaimProblem> = oneOf(claimProblems)

const outcome: z.ZodType<OutcomeKind> = oneOf(outcomeKinds)

/** One `identity.claim` of a repository's log, as it is judged now. */
export interface Claim {
  readonly core: CoreKey
  readonly user: UserId
  readonly op: OpId
  readonly outcome: OutcomeKind
  readonly problem?: ClaimProblem
  /** at* of the claim, ms. */
  readonly at: number
}

/** How a core that claimed stands with its user's others in the repository. */
export interface ClaimStanding {
  readonly core: CoreKey
  readonly user: UserId
  /** Absent: it is one of the user's confirmed cores. */
  readonly problem?: ClaimProblem
}

/** One `identity.pair` of a repository's log, as it is judged now. */
export interface Pair {
  readonly core: CoreKey
  readonly other: CoreKey
  readonly op: OpId
  readonly outcome: OutcomeKind
  /** It reached for a core that its author knew to be another user's. */
  readonly strike: boolean
  readonly at: number
}

/** At least once, in any order; of what is said of one op or core twice, the higher (epoch, number) counts. */
export interface ClaimsJob extends Versioned {
  readonly log: LogId
  readonly epoch: number
  readonly number: number
  /** The repository's name by then. */
  readonly repository: string
  readonly claims: readonly Claim[]
  readonly pairs: readonly Pair[]
  readonly standings: readonly ClaimStanding[]
}

export const claimsMax = 1_000

export const claims: Contract<ClaimsJob> = {
  queue: 'claims',
  from: 'validator',
  to: 'identity',
  schema: record<ClaimsJob>({
    v,
    log,
    epoch: count,
    number: count,
    repository: text,
    claims: list(record<Claim>({ core, user, op, outcome, problem: optional(problem), at: timeMs }), claimsMax),
    pairs: list(record<Pair>({ core, other: core, op, outcome, strike: flag, at: timeMs }), claimsMax),
    standings: list(record<ClaimStanding>({ core, user, problem: optional(problem) }), claimsMax),
  }),
  attempts: 10,
  backoffMs: 500,
  timeLimitMs: 60_000,
}

export type IdentityState = 'maybe' | 'confirmed' | 'disowned'

/** What a page says beside a core of a repository (docs/protocol.md, section 7). The higher version wins. */
export interface Identity {
  readonly log: LogId
  readonly core: CoreKey
  readonly user: UserId
  readonly state: IdentityState
  /** Of the user's profile when this was said; empty while it is unknown. */
  readonly name: string
  readonly claim: OpId
  /** What the user's log says of the core; absent: nothing. */
  readonly link?: 'listed' | 'unlisted'
  readonly problem?: ClaimProblem
  readonly version: number
}

/** At least once, in any order: each counts by its own version, also where a list says two things of one core. */
export interface IdentitiesJob extends Versioned {
  readonly identities: readonly Identity[]
}

export const identitiesMax = 1_000

const identity: z.ZodType<Identity> = record<Identity>({
  log,
  core,
  user,
  state: oneOf(['maybe', 'confirmed', 'disowned']),
  name: text,
  claim: op,
  link: optional(oneOf(['listed', 'unlisted'])),
  problem: optional(problem),
  version: count,
})

export const identities: Contract<IdentitiesJob> = {
  queue: 'identities',
  from: 'identity',
  to: 'dashboard',
  schema: record<IdentitiesJob>({ v, identities: list(identity, identitiesMax) }),
  attempts: 10,
  backoffMs: 500,
  timeLimitMs: 60_000,
}

/** The same for mails, which name authors as pages do. */
export const names: Contract<IdentitiesJob> = { ...identities, queue: 'names', to: 'notifier' }

/** A user log to replicate, within the replicator's quota, or no longer. Repeating it changes nothing. */
export interface FollowJob extends Versioned {
  readonly user: UserId
  readonly follow: boolean
}

export const follow: Contract<FollowJob> = {
  queue: 'follow',
  from: 'identity',
  to: 'replicator',
  partitionedBy: (job) => job.user,
  schema: record<FollowJob>({ v, user, follow: flag }),
  attempts: 1,
  backoffMs: 0,
  timeLimitMs: 60_000,
}

/** Whether a repository is hosted, for who follows the users that claim in it. The higher version wins. */
export interface HostedJob extends Versioned {
  readonly log: LogId
  readonly host: boolean
  readonly version: number
}

export const hosted: Contract<HostedJob> = {
  queue: 'hosted',
  from: 'dashboard',
  to: 'identity',
  schema: record<HostedJob>({ v, log, host: flag, version: count }),
  attempts: 10,
  backoffMs: 500,
  timeLimitMs: 60_000,
  replaces: (job) => job.log,
}
