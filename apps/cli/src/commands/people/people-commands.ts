import type { Command } from 'commander'
import { banCommands } from './ban-commands.js'
import { listPeople } from './list-people.js'
import { muteCommands } from './mute-commands.js'
import { policyCommands } from './policy-commands.js'
import { roleCommands } from './role-commands.js'

export const peopleCommands = (program: Command): void => {
  for (const add of [roleCommands, muteCommands, banCommands, policyCommands, listPeople]) add(program)
}
