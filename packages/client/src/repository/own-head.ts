import type { CoreKey } from '@hypergit/domain'
import { type Log, OwnCoreBehindError, OwnCoreForkedError } from '@hypergit/log'
import type { Unwritable } from '../api/failure.js'

/**
 * After an unclean stop a peer may hold more of this machine's core than the machine: asks whoever is connected before anything is appended, for at
 * most `waitMs`. With nobody to ask the core is written on: what was durable here is all that anybody can have been told.
 */
export const unwritable = async (log: Log, core: CoreKey, waitMs: number): Promise<Unwritable | undefined> => {
  const known = log.ownHead(core)
  const head = known.state === 'unconfirmed' && waitMs > 0 ? await log.awaitOwnHead(core, waitMs) : known
  switch (head.state) {
    case 'confirmed':
    case 'unconfirmed':
      return undefined
    case 'behind':
      return {
        code: 'unwritable',
        message: `a peer holds ${head.announced} ops of this machine's core and ${head.length} are here; they are being fetched, try again in a moment`,
      }
    case 'forked':
      return {
        code: 'unwritable',
        message: `this machine's core has two histories from op ${head.at} on, so it writes no more here; start a new home and pair it with your user`,
      }
    default: {
      const never: never = head
      return never
    }
  }
}

/** What an append was refused for by the log itself, when a peer's news of the own core came after the check; other errors are thrown on. */
export const appendRefused = (error: unknown): Unwritable => {
  if (error instanceof OwnCoreBehindError || error instanceof OwnCoreForkedError) {
    return { code: 'unwritable', message: error.message }
  }
  throw error
}
