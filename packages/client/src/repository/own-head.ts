import type { CoreKey } from '@hypergit/domain'
import { CoreMovedOnError, type Log, OwnCoreBehindError, OwnCoreForkedError } from '@hypergit/log'
import type { Unwritable } from '../api/failure.js'

/** How a home whose core writes no more goes on. */
export const newCoreHelp =
  'For a new core in this home: `hypergit repo new-core REPO`. It begins without a role; an admin gives it one: `hypergit role set CORE ROLE -R REPO`'

/**
 * A backup that was restored looks like an ordinary start, and after an unclean stop a peer may hold more of this machine's core than the machine: asks
 * whoever is connected before anything is appended, and waits for what is missing, for at most `waitMs`. With nobody to ask the core is written on.
 */
export const unwritable = async (log: Log, core: CoreKey, waitMs: number): Promise<Unwritable | undefined> => {
  const known = log.ownHead(core)
  const mayChange = known.state === 'unconfirmed' || known.state === 'behind'
  const head = mayChange && waitMs > 0 ? await log.awaitOwnHead(core, waitMs) : known
  switch (head.state) {
    case 'confirmed':
    case 'unconfirmed':
      return undefined
    case 'behind':
      return behind(new OwnCoreBehindError(head.length, head.announced))
    case 'forked':
      return forked(new OwnCoreForkedError(head.at))
    default: {
      const never: never = head
      return never
    }
  }
}

const behind = ({ message }: OwnCoreBehindError): Unwritable => ({
  code: 'unwritable',
  message: `${message}. Fetch the rest first: \`hypergit sync --wait 60\`. If nobody has it any more: ${newCoreHelp}`,
})

const forked = ({ message }: OwnCoreForkedError): Unwritable => ({
  code: 'unwritable',
  message: `${message}. ${newCoreHelp}. Never start two copies of one home`,
})

/** What an append was refused for by the log itself, when a peer's news of the own core came after the check; other errors are thrown on. */
export const appendRefused = (error: unknown): Unwritable => {
  if (error instanceof OwnCoreBehindError) return behind(error)
  if (error instanceof OwnCoreForkedError) return forked(error)
  if (error instanceof CoreMovedOnError)
    return { code: 'unwritable', message: "more of this machine's core has just come from a peer; try again" }
  throw error
}
