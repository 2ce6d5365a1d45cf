import type { Command } from 'commander'
import { group } from '../../define.js'
import { claimIdentity, stayAnonymous } from './claim-identity.js'
import { disownCore } from './disown-core.js'
import { lostCores } from './lost-cores.js'
import { pairCores, unpairCore } from './pair-cores.js'
import { showIdentity } from './show-identity.js'

export const identityCommands = (program: Command): void => {
  const identity = group(program, 'identity', 'Whose core is whose in a repository')
  for (const add of [claimIdentity, stayAnonymous, pairCores, unpairCore, disownCore, showIdentity, lostCores])
    add(identity)
}
