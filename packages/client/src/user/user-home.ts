import type { CoreKey, LogId, UserId, UserView } from '@hypergit/domain'
import type { LiveLog } from '../repository/live-log.js'

/** The keys by which a home acts for its user. */
export interface UserKeys {
  readonly user: UserId
  /** This home's own core in the user log. */
  readonly device: CoreKey
  /** An attestation of the claim through a chain of at most 8 devices (docs/protocol.md, section 7). */
  attestClaim(repository: LogId, core: CoreKey): Uint8Array
  attest(data: Uint8Array): Uint8Array
}

/** The user whose machine a home is. */
export interface UserHome {
  readonly keys: UserKeys
  readonly live: LiveLog
  view(): Promise<UserView>
}

export interface UserHolder {
  get(): UserHome | undefined
}
