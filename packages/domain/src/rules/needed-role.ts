import type { Role } from '../action.js'
import type { AuthorityAction } from '../facts/authority-op.js'
import type { Situation } from './situation.js'

/** The least role that an authority op needs, as its target's role was in its past (section 6, b). */
export const neededRole = (action: AuthorityAction, author: Situation): Role => {
  if (action.origin !== undefined) return 'admin'
  switch (action.type) {
    case 'role.set':
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
      return overPerson(action.core, author)
    default: {
      const unknown: never = action
      return unknown
    }
  }
}

const overPerson = (target: Situation['author'], author: Situation): Role =>
  author.isOther(target) && author.roleOf(target) !== 'admin' ? 'collaborator' : 'admin'
