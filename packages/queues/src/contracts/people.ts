import type { CoreKey, LogId, OpId, OutcomeKind, UserId } from '@hypergit/domain'
import { v, type Contract, type Versioned } from './contract.js'
import { record } from './record.js'
import { core, count, flag, list, log, oneOf, op, user } from './scalars.js'

/** One `identity.claim` of a repository's log, as it is judged now. */
export interface Claim {
  readonly core: CoreKey
  readonly user: UserId
  readonly op: OpId
  readonly outcome: OutcomeKind
}

export interface ClaimsJob extends Versioned {
  readonly log: LogId
  readonly claims: readonly Claim[]
}

export const claimsMax = 1_000

/** At least once, in any order. */
export const claims: Contract<ClaimsJob> = {
  queue: 'claims',
  from: 'validator',
  to: 'identity',
  schema: record<ClaimsJob>({
    v,
    log,
    claims: list(
      record<Claim>({
        core,
        user,
        op,
        outcome: oneOf(['accepted', 'hidden', 'held', 'violation', 'ignored', 'parked']),
      }),
      claimsMax,
    ),
  }),
  attempts: 10,
  backoffMs: 500,
  timeLimitMs: 60_000,
}

export type IdentityState = 'maybe' | 'confirmed' | 'disowned'

/** What a page says beside a core of a repository (docs/protocol.md, section 7). The higher version wins. */
export interface IdentitiesJob extends Versioned {
  readonly log: LogId
  readonly core: CoreKey
  readonly user: UserId
  readonly state: IdentityState
  readonly version: number
}

export const identities: Contract<IdentitiesJob> = {
  queue: 'identities',
  from: 'identity',
  to: 'dashboard',
  schema: record<IdentitiesJob>({
    v,
    log,
    core,
    user,
    state: oneOf(['maybe', 'confirmed', 'disowned']),
    version: count,
  }),
  attempts: 10,
  backoffMs: 500,
  timeLimitMs: 60_000,
}

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
