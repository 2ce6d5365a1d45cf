import type { Capability, Role } from '../action.js'
import type { KnownOp } from '../graph/known-op.js'
import type { CoreKey } from '../ids.js'
import { type Facts, maximal, notAfter } from './facts.js'

const byDefault: Readonly<Record<Role, readonly Capability[]>> = {
  normal: [],
  collaborator: ['merge', 'createBranch', 'editFile'],
  admin: ['merge', 'createBranch', 'editFile', 'tag', 'release'],
}

/** Git rights (section 5): a policy for the person beats one for the role beats the default; concurrent ones intersect. */
export const capabilitiesOf = (facts: Facts, core: CoreKey, role: Role, op?: KnownOp): readonly Capability[] => {
  const all = facts.index.policies()
  if (all.length === 0) return byDefault[role]
  const policies = facts.effectiveOf(notAfter(all, op))
  const person = facts.people.personOf(core)
  const forPerson = policies.filter(
    ({ action }) => action.target !== undefined && facts.people.personOf(action.target) === person,
  )
  const standing = maximal(forPerson.length > 0 ? forPerson : policies.filter(({ action }) => action.role === role))
  const [first, ...others] = standing
  if (first === undefined) return byDefault[role]
  return first.action.capabilities.filter((capability) =>
    others.every(({ action }) => action.capabilities.includes(capability)),
  )
}
