import type { CoreKey, LogId, OpId, Reason, Role, UserId } from '@hypergit/domain'
import type { Tended, Waiting } from './identities.js'

export interface HeadStatus {
  readonly core: CoreKey
  readonly length: number
  readonly head: OpId
  readonly self: boolean
}

export interface RepositoryStatus {
  readonly id: LogId
  readonly name: string
  readonly core: CoreKey
  readonly role: Role
  readonly muted: boolean
  readonly heads: readonly HeadStatus[]
  /** Connected peers that have this repository. */
  readonly peers: number
  /** Blocks that peers have announced and that are not here yet. */
  readonly behindBy: number
  readonly parked: readonly { readonly core: CoreKey; readonly seq: number; readonly reason?: 'needs-upgrade' }[]
  readonly missing: number
  readonly blacklist: readonly {
    readonly core: CoreKey
    readonly from: number
    readonly reason: Reason
    readonly op: OpId
  }[]
  /** Hexadecimal. */
  readonly stateHash: string
  readonly ops: number
  /** For people, one sentence each. */
  readonly warnings: readonly string[]
  /** What this home's core writes is held until one of these confirms it; `ops`: how many are, of the newest 1,000. */
  readonly waiting?: Waiting & { readonly ops: number }
}

/** The user that a home belongs to, as `RepositoryStatus` tells of a repository. */
export interface UserStatus {
  readonly user: UserId
  readonly name: string
  readonly core: CoreKey
  readonly heads: readonly HeadStatus[]
  readonly peers: number
  readonly behindBy: number
  readonly missing: number
  readonly stateHash: string
  readonly ops: number
  readonly recoverySaved: boolean
  readonly warnings: readonly string[]
}

export interface PeerStatus {
  readonly home: string
  /** Whether this process holds the home's stores, or talks to the one that does. */
  readonly mode: 'holder' | 'guest'
  readonly pid: number
  readonly connections: number
  readonly bytes?: number
  readonly repositories: readonly RepositoryStatus[]
  /** Absent while the home is nobody's, and in the status of one repository. */
  readonly user?: UserStatus
}

export interface SyncedRepository {
  readonly id: LogId
  readonly name: string
  readonly peers: number
  /** Ops judged since the call. */
  readonly received: number
  /** Blocks and parents still missing. */
  readonly missing: number
  readonly stateHash: string
}

/** A user log that took part. */
export interface SyncedUser {
  readonly user: UserId
  readonly name: string
  readonly peers: number
  readonly received: number
  readonly missing: number
  readonly stateHash: string
}

export type SyncEvent =
  | { readonly kind: 'progress'; readonly peers: number; readonly received: number; readonly missing: number }
  | {
      readonly kind: 'done'
      /** Nothing is missing; a user log that nobody else has does not count. */
      readonly complete: boolean
      readonly repositories: readonly SyncedRepository[]
      readonly users: readonly SyncedUser[]
      /** For people, one sentence each. */
      readonly warnings: readonly string[]
    }

export type SeedEvent =
  | {
      readonly kind: 'serving'
      readonly repositories: readonly LogId[]
      readonly users: readonly UserId[]
      readonly home: string
    }
  /** `connections`: peers that speak any of the repositories served; only when that changed. */
  | { readonly kind: 'peer'; readonly connections: number }
  | { readonly kind: 'applied'; readonly repo: LogId; readonly ops: number; readonly total: number }
  /** What the home did for its user by itself. */
  | ({ readonly kind: 'tended' } & Tended)
  | { readonly kind: 'user-applied'; readonly user: UserId; readonly ops: number; readonly total: number }
  /** For people, one sentence, such as that this machine was revoked. */
  | { readonly kind: 'warning'; readonly warning: string }
