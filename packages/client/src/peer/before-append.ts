import type { CoreKey } from '@hypergit/domain'
import type { Unwritable } from '../api/failure.js'
import type { LiveLog } from '../repository/live-log.js'
import { unwritable } from '../repository/own-head.js'
import type { HomeParts } from './home-parts.js'

export interface BeforeAppend {
  /** Why nothing may be appended. */
  readonly blocked?: Unwritable
  /** Connecting goes on; to be awaited before the command ends. */
  readonly connecting: Promise<void>
  /** Nobody could be asked for the own core, after a stop that may have lost its end. */
  readonly isUnsure: boolean
}

/**
 * Connects, asks who is there for this home's own core, and fetches what they have more of it: nothing is to be appended before that, since a home that was
 * restored from a backup looks like any other.
 */
export const beforeAppend = async (
  { network, storage, limits }: Pick<HomeParts, 'network' | 'storage' | 'limits'>,
  live: LiveLog,
  core: CoreKey,
  offline: boolean,
): Promise<BeforeAppend> => {
  const isUnsure = (): boolean => storage.uncleanStart && live.log.ownHead(core).state === 'unconfirmed'
  const waitMs = isUnsure() ? limits.ownHeadWaitMs : limits.publishWaitMs
  const connecting = offline ? Promise.resolve() : network.connect(live.log, waitMs)
  // It is awaited again by who appends; until then nobody has to hear of its failure.
  connecting.catch(() => undefined)
  const { state } = live.log.ownHead(core)
  if (state === 'unconfirmed' || state === 'behind') await connecting
  // A connection that has just come up says a moment later which logs it speaks.
  const isAnybodyThere = live.log.peers().length > 0 || storage.connections().length > 0
  const blocked = await unwritable(live, core, offline || !isAnybodyThere ? 0 : waitMs)
  // What came of the own core has to be judged before more of it is written.
  await live.settled()
  return { ...(blocked === undefined ? {} : { blocked }), connecting, isUnsure: isUnsure() }
}

/** For people, one sentence: what an append that nobody was asked about may mean. */
export const unsureWarning =
  'This home was not closed properly the last time, and nobody was there to ask whether it has lost something. If it was restored from a backup, run `hypergit sync` before you write more.'
