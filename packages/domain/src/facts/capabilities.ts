import type { Capability, GitPolicy, Role } from '../action.js'
import type { KnownOp } from '../graph/known-op.js'
import type { CoreKey } from '../ids.js'
import type { AuthorityOp } from './authority-op.js'
import { type Facts, maximal, notAfter } from './facts.js'

const byDefault: Readonly<Record<Role, readonly Capability[]>> = {
  normal: [],
  collaborator: ['merge', 'createBranch', 'editFile'],
  admin: ['merge', 'createBranch', 'editFile', 'tag', 'release'],
}

/** What a core's person may do with the git repository, and the policies that say so; none where the role's default stands. */
export interface DeclaredRights {
  readonly capabilities: readonly Capability[]
  readonly by: readonly AuthorityOp<GitPolicy>[]
}

/** Git rights (section 5): a policy for the person beats one for the role beats the default; concurrent ones intersect. */
export const declaredRights = (facts: Facts, core: CoreKey, role: Role, op?: KnownOp): DeclaredRights => {
  const all = facts.index.policies()
  if (all.length === 0) return { capabilities: byDefault[role], by: [] }
  const policies = notAfter(facts.effectiveOf(all), op)
  const person = facts.people.personOf(core)
  const forPerson = policies.filter(
    ({ action }) => action.target !== undefined && facts.people.personOf(action.target) === person,
  )
  const by = maximal(forPerson.length > 0 ? forPerson : policies.filter(({ action }) => action.role === role))
  const [first, ...others] = by
  if (first === undefined) return { capabilities: byDefault[role], by }
  const capabilities = first.action.capabilities.filter((capability) =>
    others.every(({ action }) => action.capabilities.includes(capability)),
  )
  return { capabilities, by }
}

export const capabilitiesOf = (facts: Facts, core: CoreKey, role: Role, op?: KnownOp): readonly Capability[] =>
  declaredRights(facts, core, role, op).capabilities
