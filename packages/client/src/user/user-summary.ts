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
  const state = deviceState(own, keys.device)
  const recoverySaved = !(await holder.phrase.isKept())
  return {
    view: own,
    self: true,
    device: { core: keys.device, state },
    recoverySaved,
    warnings: [...deviceWarnings(own, keys.device, state), ...(recoverySaved ? [] : [unsavedWarning])],
  }
}

const unsavedWarning =
  'No recovery saved: whoever loses this machine now loses the user. Run `hypergit user recovery` and keep the phrase apart from it.'

const deviceWarnings = ({ devices }: UserView, core: CoreKey, state: DeviceState): readonly string[] => {
  switch (state) {
    case 'authorized':
      return []
    case 'revoked': {
      const at = devices.find((one) => one.core === core)?.revokedAt ?? 0
      const when = new Date(at).toISOString()
      return [
        `This machine was revoked on ${when}: what it writes as this user does not count any more. If it should count again, run \`hypergit user recover\` here, with the recovery phrase, or join anew from another machine.`,
      ]
    }
    case 'unknown':
      return ['This machine is not known as one of the user’s yet: run `hypergit sync`, or authorise it again.']
    default:
      return state satisfies never
  }
}
