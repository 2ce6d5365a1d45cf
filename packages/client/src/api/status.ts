import type { CoreKey, LogId, OpId, Reason, Role } from '@hypergit/domain'
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

export interface PeerStatus {
  readonly home: string
  /** Whether this process holds the home's stores, or talks to the one that does. */
  readonly mode: 'holder' | 'guest'
  readonly pid: number
  readonly connections: number
  readonly bytes?: number
  readonly repositories: readonly RepositoryStatus[]
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

export type SyncEvent =
  | { readonly kind: 'progress'; readonly peers: number; readonly received: number; readonly missing: number }
  | { readonly kind: 'done'; readonly complete: boolean; readonly repositories: readonly SyncedRepository[] }

export type SeedEvent =
  | { readonly kind: 'serving'; readonly repositories: readonly LogId[]; readonly home: string }
  /** `connections`: peers that speak any of the repositories served; only when that changed. */
  | { readonly kind: 'peer'; readonly connections: number }
  | { readonly kind: 'applied'; readonly repo: LogId; readonly ops: number; readonly total: number }
  /** What the home did for its user by itself. */
  | ({ readonly kind: 'tended' } & Tended)
