import { logId, type UserView } from '@hypergit/domain'
import {
  boundedGroups,
  jsonBytes,
  profilesMax,
  type Draft,
  type FollowingState,
  type Profile,
  type ProfilesJob,
} from '@hypergit/queues'

export interface UserRow {
  readonly user_log: string
  readonly following: FollowingState
  readonly view: UserView | null
  readonly version: string
}

export const userColumns = 'user_log, following, view, version'

export const profileOf = ({ user_log, following, view, version }: UserRow): Profile => ({
  user: logId(user_log),
  name: view?.name ?? '',
  bio: view?.bio ?? '',
  url: view?.url ?? '',
  contact: view?.contact ?? '',
  devices: view?.devices ?? [],
  devicesTotal: view?.devicesTotal ?? 0,
  links: view?.links ?? [],
  linksTotal: view?.linksTotal ?? 0,
  following,
  version: Number(version),
})

/** What one job may hold: a profile with all of its devices and links has hundreds of KiB. */
const bounds = { bytesMax: 1024 * 1024, countMax: profilesMax }

/** As few jobs as hold them all, in the order given. */
export const profileJobs = (profiles: readonly Profile[]): readonly Draft<ProfilesJob>[] =>
  [...boundedGroups(profiles, jsonBytes, bounds)].map((group) => ({ profiles: group }))
