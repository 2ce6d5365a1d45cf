import type { UserView } from '@hypergit/domain'
import type { Notice } from '@hypergit/queues'

/** What a user's log says of devices that it did not say before. */
export const deviceNotices = (before: UserView, after: UserView): readonly Notice[] => {
  const known = new Map(before.devices.map((device) => [device.core, device]))
  return after.devices.flatMap(({ core, name, authorized, at, revokedAt }): readonly Notice[] => {
    const was = known.get(core)
    const about = { user: after.log, core, ...(name === '' ? {} : { coreName: name }) }
    if (authorized && was?.authorized !== true)
      return [{ ...about, id: `device-authorized:${after.log}:${core}:${at}`, kind: 'device-authorized', at }]
    if (!authorized && revokedAt !== undefined && was?.authorized === true)
      return [
        { ...about, id: `device-revoked:${after.log}:${core}:${revokedAt}`, kind: 'device-revoked', at: revokedAt },
      ]
    return []
  })
}
