import type { LiveLog } from '../repository/live-log.js'

/**
 * Keeps a user log to the cores that were ever named as devices: nobody else's blocks are downloaded (docs/protocol.md, section 7). What a revoked device
 * wrote before is cited by others, and so may be what a device wrote whose authorisation has turned out void, so they stay.
 */
export const admitDevices = async (live: LiveLog): Promise<void> => {
  const admit = async (): Promise<void> => live.log.admitOnly(new Set(await live.engine.queries.devices()))
  live.on('report', ({ user }) => {
    // A log that is closing needs nobody any more; a store that fails is told of by whoever judges.
    if (user !== undefined) admit().catch(() => undefined)
  })
  await admit()
}
