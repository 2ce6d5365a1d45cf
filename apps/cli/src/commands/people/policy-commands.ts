import type { Command } from 'commander'
import type { Capability } from '@hypergit/domain'
import { collect } from '../../collect.js'
import { define, group } from '../../define.js'
import { usage } from '../../failures.js'
import { offlineOption } from '../shared-options.js'
import { writeOne } from '../thread/thread-command.js'
import { personOf } from './person.js'
import { roleOf } from './role-commands.js'

interface PolicyOptions {
  readonly offline?: boolean
  readonly role?: string
  readonly who?: string
  readonly can: readonly string[]
}

export const capabilities: readonly Capability[] = ['merge', 'createBranch', 'editFile', 'tag', 'release']

const capabilityOf = (word: string): Capability => {
  const capability = capabilities.find((name) => name === word)
  if (capability === undefined)
    throw usage(`${JSON.stringify(word)} is no capability: ${capabilities.join(', ')} are, and none for none at all`)
  return capability
}

export const policyCommands = (program: Command): void => {
  const policy = group(program, 'policy', 'What roles and persons may do with the git repository')
  define<PolicyOptions>(policy, {
    name: 'set',
    description: 'Declare what a role or a person may do; it replaces what was declared before',
    inRepository: true,
    examples: ['policy set --role collaborator --can merge,tag', 'policy set --who bo3k9xqe --can none'],
    options: (command) =>
      offlineOption(command)
        .option('--role <ROLE>', 'for everyone with this role')
        .option('--who <WHO>', 'for this person')
        .requiredOption('--can <CAPABILITIES>', `some of ${capabilities.join(',')}, or none`, collect),
    run: async (run) => {
      const { role, who, can } = run.options
      if ((role === undefined) === (who === undefined)) throw usage('give either --role ROLE or --who WHO')
      const declared = can.length === 1 && can[0] === 'none' ? [] : can.map(capabilityOf)
      const subject = role === undefined ? { target: (await personOf(run, who ?? '')).person } : { role: roleOf(role) }
      await writeOne(run, { type: 'git.policy', ...subject, capabilities: declared }, 'declared')
    },
  })
}
