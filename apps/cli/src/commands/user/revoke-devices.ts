import type { Command } from 'commander'
import { define } from '../../define.js'
import { usage } from '../../failures.js'
import { given } from '../../given.js'
import { safeLine } from '../../render/terminal-text.js'
import { offlineOption } from '../shared-options.js'

interface RevokeOptions {
  readonly thisMachine?: boolean
  readonly offline?: boolean
}

export const revokeDevices = (parent: Command): void =>
  define<RevokeOptions>(parent, {
    name: 'revoke',
    description: 'Take machines from your user for good: what they write as you does not count any more',
    rest: 'DEVICE',
    examples: ['user revoke "old laptop"', 'user revoke bo3k9xqe --json'],
    options: (command) => offlineOption(command).option('--this-machine', 'also where it is this one'),
    run: async (run) => {
      if (run.words.length === 0) throw usage('which machine? Name it as `hypergit user devices` does')
      const { thisMachine: self, offline } = run.options
      const peer = await run.peer()
      const input = { devices: run.words, ...given({ self, offline }) }
      const { revoked, published, warnings } = run.value(await peer.revokeDevices(input))
      for (const warning of warnings) run.output.note(`! ${warning}`)
      run.output.result({ revoked, published }, () =>
        revoked.map(({ name }) => `revoked ${safeLine(name)}; ${published} peers have it`).join('\n'),
      )
    },
  })
