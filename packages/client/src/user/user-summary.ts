import type { CoreKey, UserView } from '@hypergit/domain'
import type { DeviceState, UserSummary } from '../api/users.js'
import type { UserHolder, UserHome } from './user-home.js'

/** What became of a core in a user log. */
export const deviceState = ({ devices }: UserView, core: CoreKey): DeviceState => {
  const device = devices.find((one) => one.core === core)
  if (device?.authorized === true) return 'authorized'
  return device?.revokedAt === undefined ? 'unknown' : 'revoked'
}

/** The user that this home belongs to. */
export const ownSummary = async (holder: UserHolder, { keys, view }: UserHome): Promise<UserSummary> => {
  const own = await view()
  const recoverySaved = !(await holder.phrase.isKept())
  return {
    view: own,
    self: true,
    device: { core: keys.device, state: deviceState(own, keys.device) },
    recoverySaved,
    warnings: [...deviceWarnings(own, keys.device), ...(recoverySaved ? [] : [unsavedWarning])],
  }
}

const unsavedWarning =
  'No recovery saved: whoever loses this machine now loses the user. Run `hypergit user recovery` and keep the phrase apart from it.'

/** What the owner of this home has to know of its being one of their machines. */
export const userWarnings = async (holder: UserHolder): Promise<readonly string[]> => {
  const user = holder.get()
  return user === undefined ? [] : deviceWarnings(await user.view(), user.keys.device)
}

/** What the owner of a device that does not count has to know. */
export const deviceWarnings = (view: UserView, core: CoreKey): readonly string[] => {
  const state = deviceState(view, core)
  switch (state) {
    case 'authorized':
      return []
    case 'revoked': {
      const at = new Date(view.devices.find((one) => one.core === core)?.revokedAt ?? 0).toISOString()
      return [
        `This machine was revoked at ${at}: what it writes as this user does not count any more. If it should count again, run \`hypergit user recover\` here, with the recovery phrase.`,
      ]
    }
    case 'unknown':
      return [
        'As far as is known here, this machine is none of the user’s: run `hypergit sync`, or authorise it again with `hypergit user recover`.',
      ]
    default:
      return state satisfies never
  }
}
