import type { Role, RoleSet } from '../action.js'
import { compareHeights, covers } from '../graph/known-op.js'
import type { CoreKey } from '../ids.js'
import { type AuthorityOp, isAtLeast } from './authority-op.js'
import type { Facts } from './facts.js'
import { ofCores } from './persons.js'

/**
 * The grants of an op by a person with these cores, in ascending (height, id): the `role.set`s effective in its past that gave one of them at least
 * the needed role and that no effective one which took it has in its past. `past` are the facts of the op's past.
 */
export const grantsOf = (past: Facts, cores: readonly CoreKey[], needed: Role): readonly AuthorityOp<RoleSet>[] => {
  const sets = ofCores(cores, (core) => past.effectiveOf(past.index.roleSets(core)))
  const took = sets.filter(({ action }) => !isAtLeast(action.role, needed))
  return sets
    .filter((grant) => isAtLeast(grant.action.role, needed))
    .filter((grant) => !took.some((taker) => covers(taker.known.frontier, grant.known)))
    .sort((a, b) => compareHeights(a.known, b.known))
}
