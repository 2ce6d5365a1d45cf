import type { Command } from 'commander'
import { logCommand } from './log.js'
import { seedCommand } from './seed.js'
import { statusCommand } from './status.js'
import { syncCommand } from './sync.js'
import { whyCommand } from './why.js'

export const peerCommands = (program: Command): void => {
  for (const add of [statusCommand, syncCommand, seedCommand, logCommand, whyCommand]) add(program)
}
