import type { CoreKey, LogKind } from '@hypergit/domain'
import { CoreMovedOnError, OwnCoreBehindError, OwnCoreForkedError } from '@hypergit/log'
import type { Unwritable } from '../api/failure.js'
import type { LiveLog } from './live-log.js'

/** How a home whose core writes no more goes on. */
export const newCoreHelp =
  'For a new core in this home: `hypergit repo new-core REPO`. It begins without a role; an admin gives it one: `hypergit role set CORE ROLE -R REPO`'

/** The same in a user log, where a new core has to be authorised. */
export const newDeviceHelp =
  'For a new core in this home, with the recovery phrase: `hypergit user recover`. Without it: a new home, and `hypergit user invite` on another machine'

const helpOf = (kind: LogKind): string => (kind === 'user' ? newDeviceHelp : newCoreHelp)

/**
 * A backup that was restored looks like an ordinary start, and after an unclean stop a peer may hold more of this machine's core than the machine: asks
 * whoever is connected before anything is appended, and waits for what is missing, for at most `waitMs`. With nobody to ask the core is written on.
 */
export const unwritable = async (
  { log, kind }: Pick<LiveLog, 'log' | 'kind'>,
  core: CoreKey,
  waitMs: number,
): Promise<Unwritable | undefined> => {
  const known = log.ownHead(core)
  const mayChange = known.state === 'unconfirmed' || known.state === 'behind'
  const head = mayChange && waitMs > 0 ? await log.awaitOwnHead(core, waitMs) : known
  switch (head.state) {
    case 'confirmed':
    case 'unconfirmed':
      return undefined
    case 'behind':
      return behind(new OwnCoreBehindError(head.length, head.announced), kind)
    case 'forked':
      return forked(new OwnCoreForkedError(head.at), kind)
    default: {
      const never: never = head
      return never
    }
  }
}

const behind = ({ message }: OwnCoreBehindError, kind: LogKind): Unwritable => ({
  code: 'unwritable',
  message: `${message}. Fetch the rest first: \`hypergit sync --wait 60\`. If nobody has it any more: ${helpOf(kind)}`,
})

const forked = ({ message }: OwnCoreForkedError, kind: LogKind): Unwritable => ({
  code: 'unwritable',
  message: `${message}. ${helpOf(kind)}. Never start two copies of one home`,
})

/** What an append was refused for by the log itself, when a peer's news of the own core came after the check; other errors are thrown on. */
export const appendRefused = (error: unknown, kind: LogKind): Unwritable => {
  if (error instanceof OwnCoreBehindError) return behind(error, kind)
  if (error instanceof OwnCoreForkedError) return forked(error, kind)
  if (error instanceof CoreMovedOnError)
    return { code: 'unwritable', message: "more of this machine's core has just come from a peer; try again" }
  throw error
}
