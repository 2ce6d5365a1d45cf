import type { Role } from '../action.js'
import type { AuthorityAction } from '../facts/authority-op.js'
import type { CoreKey } from '../ids.js'

/** How the author of an op stands to others. */
export interface Relations {
  /** Whether the core is another person's. */
  isOther(core: CoreKey): boolean
  isFounders(core: CoreKey): boolean
  roleOf(core: CoreKey): Role
}

/** The least role that an authority op needs, as its target's role was in its past (section 6, b); undefined where no role is enough. */
export const neededRole = (action: AuthorityAction, author: Relations): Role | undefined => {
  const least = leastRole(action, author)
  return action.origin === undefined || least === undefined ? least : 'admin'
}

const leastRole = (action: AuthorityAction, author: Relations): Role | undefined => {
  switch (action.type) {
    case 'role.set':
      return author.isOther(action.target) ? 'admin' : undefined
    case 'core.pardon':
    case 'git.policy':
      return 'admin'
    case 'thread.lock':
    case 'thread.unlock':
      return 'collaborator'
    case 'mute':
    case 'unmute':
      return overPerson(action.target, author)
    case 'core.ban':
      return author.isFounders(action.core) ? undefined : overPerson(action.core, author)
    default: {
      const unknown: never = action
      return unknown
    }
  }
}

const overPerson = (target: CoreKey, author: Relations): Role =>
  author.isOther(target) && author.roleOf(target) !== 'admin' ? 'collaborator' : 'admin'
