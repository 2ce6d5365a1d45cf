import { logId, type UserView } from '@hypergit/domain'
import type { Draft, FollowingState, ProfilesJob } from '@hypergit/queues'

export interface UserRow {
  readonly user_log: string
  readonly following: FollowingState
  readonly view: UserView | null
  readonly version: string
}

export const userColumns = 'user_log, following, view, version'

export const profileJob = ({ user_log, following, view, version }: UserRow): Draft<ProfilesJob> => ({
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
