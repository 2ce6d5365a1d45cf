import { openHostilePeer } from '@hypergit/client/testing'
import type { OpId } from '@hypergit/domain'
import { answered } from './demo-error.js'
import { DemoPeer, type DemoWorld, homeOf } from './demo-peer.js'
import type { People } from './people.js'
import type { Sample } from './sample.js'
import { waitFor } from './wait-for.js'

const stranger = 'mallory'
const minuteMs = 60_000

/**
 * Somebody has seen that a thread is locked and writes there all the same, with a client that checks nothing: every peer blacklists their core
 * (docs/protocol.md, section 4, step 3).
 */
export const tellBrokenLock = async (
  world: DemoWorld,
  people: People,
  scene: Sample['brokenLock'],
  thread: OpId,
  begunAt: number,
): Promise<void> => {
  const { repo } = people
  const at = begunAt - scene.ago
  const honest = await DemoPeer.open(world, stranger)
  const core = await honest.clone(repo)
  await people.hear(await honest.write(repo, { type: 'comment', thread, body: scene.first }, at))
  const { lockBy, reason } = scene
  const lock = await people.write(lockBy, { type: 'thread.lock', thread, reason }, at + 10 * minuteMs)
  await honest.receives(repo, lock)
  await honest.close()
  const { bootstrap, logger } = world
  const hostile = await openHostilePeer({ home: homeOf(world, stranger), bootstrap, logger })
  try {
    const action = { type: 'comment' as const, thread, body: scene.violation }
    await hostile.append({ repo, action, citing: 'all', at: at + 20 * minuteMs })
    const witness = people.peer(lockBy)
    const isBlacklisted = async (): Promise<boolean> =>
      answered('read the cores', await witness.peer.cores({ repo })).some(
        (one) => one.core === core && one.blacklisted !== undefined,
      )
    await waitFor('the core that broke the lock is blacklisted', isBlacklisted, world.signal)
  } finally {
    await hostile.close()
  }
}
