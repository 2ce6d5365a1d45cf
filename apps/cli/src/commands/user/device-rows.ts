import type { CoreKey, DeviceView, UserView } from '@hypergit/domain'
import { tableOf } from '../../render/table.js'
import { safeLine } from '../../render/terminal-text.js'
import { dateOf, shortId } from '../../render/threads.js'

/** A device as `--json` prints it. */
export interface Machine extends DeviceView {
  /** Whether it is this home's. */
  readonly self: boolean
}

/** The machines of a user; the founding core is none, unless somebody made it one. */
export const machinesOf = ({ devices, founder }: UserView, own: CoreKey | undefined): readonly Machine[] =>
  devices
    .filter(({ core, name }) => core !== founder || name !== '')
    .map((device) => ({ ...device, self: device.core === own }))

const stateOf = ({ authorized, revokedAt }: DeviceView): string => {
  if (authorized) return 'counts'
  return revokedAt === undefined ? 'does not count' : `revoked ${dateOf(revokedAt)}`
}

export const deviceRows = (machines: readonly Machine[]): string =>
  tableOf(
    machines.map((machine) => [
      shortId(machine.core),
      safeLine(machine.name, 40),
      stateOf(machine),
      machine.byPhrase ? 'by the recovery phrase' : '',
      machine.self ? 'this machine' : '',
    ]),
  )
