import type { LogStorage } from '@hypergit/log'
import type { StoreFolder } from '@hypergit/store'
import type { PeerLimits, PeerLogger } from '../api/options.js'
import type { HomeFile } from '../home/home-file.js'
import type { HomePaths } from '../home/home-paths.js'
import type { FollowedUsers } from '../identity/followed-users.js'
import type { Network } from '../network/network.js'
import type { UserHolder } from '../user/user-home.js'
import type { OpenRepositories } from './open-repositories.js'

/** What the holder of a home works with. */
export interface HomeParts {
  readonly paths: HomePaths
  readonly file: HomeFile
  readonly storage: LogStorage
  readonly stores: StoreFolder
  readonly open: OpenRepositories
  /** Whose home it is. */
  readonly user: UserHolder
  readonly network: Network
  /** The logs of the users that others are. */
  readonly followed: FollowedUsers
  readonly limits: PeerLimits
  readonly clock: () => number
  readonly logger?: PeerLogger | undefined
  /** Aborted when the peer closes: streams end. */
  readonly closing: AbortSignal
}
