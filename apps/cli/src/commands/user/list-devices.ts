import type { Command } from 'commander'
import { define } from '../../define.js'
import { deviceRows, machinesOf } from './device-rows.js'

export const listDevices = (parent: Command): void =>
  define(parent, {
    name: 'devices',
    description: 'List your machines, also those that were revoked',
    examples: ['user devices', 'user devices --json'],
    run: async (run) => {
      const peer = await run.peer()
      const { view, device, warnings } = run.value(await peer.user({}))
      const machines = machinesOf(view, device?.core)
      for (const warning of warnings) run.output.note(`! ${warning}`)
      run.output.list(machines, () => deviceRows(machines))
    },
  })
