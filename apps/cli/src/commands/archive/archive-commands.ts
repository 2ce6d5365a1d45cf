import type { Command } from 'commander'
import { exportCommand } from './export.js'
import { importCommands } from './import.js'
import { replayCommand } from './replay.js'

export const archiveCommands = (program: Command): void => {
  for (const add of [importCommands, exportCommand, replayCommand]) add(program)
}
