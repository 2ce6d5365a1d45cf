import type { Role } from '../action.js'
import type { CoreKey } from '../ids.js'
import { neededRole, type Relations } from '../rules/needed-role.js'
import { type AuthorityAction, type AuthorityOp, isAtLeast } from './authority-op.js'
import type { Facts } from './facts.js'
import { grantsOf } from './grants.js'
import type { Persons } from './persons.js'
import { standingRole } from './roles.js'

/** What an authority op rests on: a function of its past, and of who is whose. */
export interface AuthorityStanding {
  /** The least role that it needed in its past. */
  readonly needed: Role
  /** Whether its author's person had that role there, and it is about somebody that the role reaches. */
  readonly isEntitled: boolean
  /** The `role.set`s that gave it to them, in ascending (height, id). */
  readonly grants: readonly AuthorityOp[]
}

const relationsOf = (author: CoreKey, past: Facts, persons: Persons): Relations => {
  const isSame = (a: CoreKey, b: CoreKey): boolean => persons.personOf(a) === persons.personOf(b)
  return {
    isOther: (core) => !isSame(core, author),
    isFounders: (core) => isSame(core, past.sources.founder),
    roleOf: (core) => standingRole(core, past, undefined, persons).role,
  }
}

/** From the facts of the op's past, and from who is whose. */
export const standingBy = (
  action: AuthorityAction,
  author: CoreKey,
  past: Facts,
  persons: Persons,
): AuthorityStanding => {
  const needed = neededRole(action, relationsOf(author, past, persons))
  if (needed === undefined) return { needed: 'admin', isEntitled: false, grants: [] }
  return {
    needed,
    isEntitled: isAtLeast(standingRole(author, past, undefined, persons).role, needed),
    grants: grantsOf(past, persons.coresOf(author), needed),
  }
}

const targetOf = (action: AuthorityAction): CoreKey | undefined =>
  action.type === 'mute' || action.type === 'unmute' || action.type === 'role.set'
    ? action.target
    : action.type === 'core.ban'
      ? action.core
      : undefined

/** Section 6, (b) and grants, with the identities of the facts' set. What the op has of its own is as if every core were somebody else's. */
export const standingOf = (op: AuthorityOp, facts: Facts): AuthorityStanding => {
  const author = op.known.chain.core.key
  const target = targetOf(op.action)
  const isPlain = (core: CoreKey): boolean => facts.people.isAlone(core) && !facts.isFounder(core)
  return isPlain(author) && (target === undefined || isPlain(target))
    ? op
    : standingBy(op.action, author, facts.sources.pastOf(op.known), facts.people)
}
