import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { safeLine } from '../../render/terminal-text.js'
import { offlineOption } from '../shared-options.js'

export const newCore = (parent: Command): void =>
  define<{ readonly offline?: boolean }>(parent, {
    name: 'new-core',
    description:
      "Write with a new core from now on, where this home's own has forked or is ignored; it begins without a role",
    inRepository: true,
    examples: ['repo new-core my-project', 'repo new-core my-project --json'],
    options: (command) => offlineOption(command),
    run: async (run) => {
      const peer = await run.peer()
      const { offline } = run.options
      const renewed = run.value(await peer.renewCore({ repo: await run.repo(), ...given({ offline }) }))
      const { name, core, replaced } = renewed
      run.output.result(
        renewed,
        () =>
          `this home writes in ${safeLine(name)} with core ${toZ32(core)} from now on, instead of ${toZ32(replaced)}\n` +
          `It has no role yet. An admin gives it one: hypergit role set ${toZ32(core)} ROLE -R ${safeLine(name)}`,
      )
    },
  })
