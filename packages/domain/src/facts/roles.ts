import type { Role } from '../action.js'
import type { KnownOp } from '../graph/known-op.js'
import type { CoreKey } from '../ids.js'
import { type AuthorityOp, lowestRole } from './authority-op.js'
import { type Facts, maximal, notAfter } from './facts.js'

export interface StandingRole {
  readonly role: Role
  /** The `role.set`s that the role rests on; none for what everyone has to begin with. */
  readonly by: readonly AuthorityOp[]
}

const grantedRole = (facts: Facts, person: CoreKey, op: KnownOp | undefined): StandingRole => {
  const sets = facts.people.coresOf(person).flatMap((core) => facts.index.roleSets(core))
  const by = sets.length === 0 ? [] : maximal(facts.effectiveOf(notAfter(sets, op)))
  const role = lowestRole(by.map(({ action }) => action.role))
  return { role: role ?? (facts.isFounder(person) ? 'admin' : 'normal'), by }
}

const isAnybodyAdmin = (facts: Facts, op: KnownOp | undefined): boolean => {
  for (const core of facts.index.roleTargets()) {
    if (grantedRole(facts, facts.people.personOf(core), op).role === 'admin') return true
  }
  return false
}

/** role(p) of section 6, with its floor: while nobody is admin, the founder is. With `op`, only what does not have it in its past counts. */
export const standingRole = (facts: Facts, person: CoreKey, op: KnownOp | undefined): StandingRole => {
  const granted = grantedRole(facts, person, op)
  if (granted.role === 'admin' || !facts.isFounder(person)) return granted
  return isAnybodyAdmin(facts, op) ? granted : { role: 'admin', by: [] }
}
