import type { RepositorySummary } from '@hypergit/client'
import type { Capability, OpView, Role } from '@hypergit/domain'
import { shortId } from '../../render/threads.js'
import type { Run } from '../../run.js'

const people: Readonly<Record<Role, string>> = {
  normal: 'normal users',
  collaborator: 'collaborators',
  admin: 'admins',
}

const byPolicy = ({ id, author, action }: OpView, capability: Capability): string => {
  const whose = action.type === 'git.policy' && action.role !== undefined ? people[action.role] : 'you'
  return `The git policy for ${whose} that ${shortId(author.core)} set (op ${shortId(id)}) does not include ${capability}.`
}

/** Says for a capability that is not declared who decided so: a policy, or what the role has by default. */
export const whyUndeclared = async <Options extends object>(
  run: Run<Options>,
  { id, role, policies }: RepositorySummary,
): Promise<(capability: Capability) => string> => {
  const peer = await run.peer()
  const ops: OpView[] = []
  for (const op of policies) ops.push(run.value(await peer.op({ repo: id, op })))
  return (capability) => {
    const policy = ops.find(({ action }) => action.type === 'git.policy' && !action.capabilities.includes(capability))
    if (policy !== undefined) return byPolicy(policy, capability)
    return `By default ${people[role]} do not have ${capability}; an admin can declare it: \`hypergit policy set\`.`
  }
}
