import type { CoreKey, DeviceView, UserId, UserView } from '@hypergit/domain'

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

/** Only what is given is changed. */
export interface SetProfile {
  readonly name?: string
  readonly bio?: string
  /** http or https; empty: none. */
  readonly url?: string
  readonly contact?: string
  readonly offline?: boolean
}

export interface RevokeDevices {
  /** Each a device's name, its core, or an unambiguous beginning of it. */
  readonly devices: readonly string[]
  /** Revoke this machine as well, where it is among them. */
  readonly self?: boolean
  readonly offline?: boolean
}

/** What a change of the user log came to. */
export interface UserWritten {
  readonly view: UserView
  readonly published: number
  readonly warnings: readonly string[]
}

export interface RevokedDevices extends UserWritten {
  readonly revoked: readonly DeviceView[]
}

/** The words by which a user comes back when every machine is lost; whoever has them is the user. */
export interface RecoveryPhrase {
  readonly phrase: string
}

export interface RecoverUser extends RecoveryPhrase {
  /** What the user log is to call this machine; `recovered machine` unless given. */
  readonly device?: string
  /** Devices that are lost, as in `RevokeDevices`. */
  readonly revoke?: readonly string[]
  /** Every device but this one is lost. */
  readonly revokeAll?: boolean
  /** How long to look for somebody who has the user log and to fetch it, ms; 30,000 unless given. */
  readonly waitMs?: number
}

export interface RecoveredUser extends RevokedDevices {
  readonly user: UserId
  /** This home's core in the user log. */
  readonly device: CoreKey
}
