import type { Role } from '../action.js'
import type { KnownOp } from '../graph/known-op.js'
import type { CoreKey } from '../ids.js'
import { type AuthorityOp, lowestRole } from './authority-op.js'
import { type Facts, maximal, notAfter } from './facts.js'
import { ofCores, type Persons } from './persons.js'

export interface StandingRole {
  readonly role: Role
  /** The `role.set`s that the role rests on; none for what everyone has to begin with. */
  readonly by: readonly AuthorityOp[]
}

const isFounder = (core: CoreKey, facts: Facts, people: Persons): boolean =>
  people.personOf(core) === people.personOf(facts.sources.founder)

const admins: StandingRole = { role: 'admin', by: [] }
const everybodys: StandingRole = { role: 'normal', by: [] }

const grantedRole = (core: CoreKey, facts: Facts, people: Persons, op: KnownOp | undefined): StandingRole => {
  const sets = ofCores(people.coresOf(core), (one) => facts.effectiveOf(facts.index.roleSets(one)))
  const by = sets.length === 0 ? sets : maximal(notAfter(sets, op))
  const role = by.length === 0 ? undefined : lowestRole(by.map(({ action }) => action.role))
  if (role !== undefined) return { role, by }
  return isFounder(core, facts, people) ? admins : everybodys
}

const isAnybodyAdmin = (facts: Facts, people: Persons, op: KnownOp | undefined): boolean => {
  for (const core of facts.index.roleTargets()) if (grantedRole(core, facts, people, op).role === 'admin') return true
  return false
}

/**
 * role(p) of section 6 for the person that the core belongs to, with its floor: while nobody is admin, the founder is. With `op`, only what does
 * not have it in its past counts. Who is whose may be taken from other facts than what is effective.
 */
export const standingRole = (
  core: CoreKey,
  facts: Facts,
  op: KnownOp | undefined,
  people: Persons = facts.people,
): StandingRole => {
  const granted = grantedRole(core, facts, people, op)
  if (granted.role === 'admin' || !isFounder(core, facts, people)) return granted
  return isAnybodyAdmin(facts, people, op) ? granted : admins
}
