import type { CoreKey, UserId, UserView } from '@hypergit/domain'

export interface CreateUser {
  readonly name: string
  /** What the user log, which anybody can read, calls this machine; `first machine` unless given. */
  readonly device?: string
  readonly offline?: boolean
}

export interface CreatedUser {
  readonly user: UserId
  /** This home's core in the user log. */
  readonly device: CoreKey
  readonly name: string
  /** How many peers have it by now; 0: kept here. */
  readonly published: number
  /** Whether the recovery phrase is kept by somebody else than this home. */
  readonly recoverySaved: boolean
}

/** A user as their log tells of them here, and how this home stands to them. */
export interface UserSummary {
  readonly view: UserView
  /** Whether this home is theirs. */
  readonly self: boolean
  /** This home's core in the user log, and what became of it. */
  readonly device?: { readonly core: CoreKey; readonly state: DeviceState }
  /** Whether the recovery phrase is kept by somebody else than this home; absent in somebody else's home. */
  readonly recoverySaved?: boolean
  /** For people, one sentence each. */
  readonly warnings: readonly string[]
}

/** `unknown`: nobody authorised it, as far as is known here. */
export type DeviceState = 'authorized' | 'revoked' | 'unknown'
