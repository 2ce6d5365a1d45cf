import type { Command } from 'commander'
import type { Role } from '@hypergit/domain'
import { define, group } from '../../define.js'
import { usage } from '../../failures.js'
import { offlineOption } from '../shared-options.js'
import { writeOne } from '../thread/thread-command.js'
import { personOf } from './person.js'

const roles: readonly Role[] = ['normal', 'collaborator', 'admin']

export const roleOf = (word: string): Role => {
  const role = roles.find((name) => name === word)
  if (role === undefined) throw usage(`${JSON.stringify(word)} is no role: ${roles.join(', ')} are`)
  return role
}

export const roleCommands = (program: Command): void => {
  const role = group(program, 'role', 'Roles of persons')
  define<{ readonly offline?: boolean }>(role, {
    name: 'set',
    description: 'Make somebody a normal user, a collaborator or an admin',
    takes: ['WHO', 'ROLE'],
    inRepository: true,
    examples: ['role set bo3k9xqe collaborator', 'role set -R my-project bo3k9xqe normal'],
    options: (command) => offlineOption(command),
    run: async (run) => {
      const wanted = roleOf(run.word(1))
      const { person } = await personOf(run, run.word(0))
      await writeOne(run, { type: 'role.set', target: person, role: wanted }, `role set to ${wanted}`, { role: wanted })
    },
  })
}
