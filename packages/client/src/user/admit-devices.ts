import type { UserView } from '@hypergit/domain'
import type { LiveLog } from '../repository/live-log.js'

/**
 * Keeps a user log to the cores that are or have been devices: nobody else's blocks are downloaded (docs/protocol.md, section 7). What a revoked device
 * wrote before is cited by others, so it stays.
 */
export const admitDevices = async (live: LiveLog): Promise<void> => {
  const admit = ({ devices }: UserView): void => live.log.admitOnly(new Set(devices.map(({ core }) => core)))
  live.on('report', ({ user }) => {
    if (user !== undefined) admit(user)
  })
  admit(await live.engine.queries.user())
}
