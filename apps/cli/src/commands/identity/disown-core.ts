import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { given } from '../../given.js'
import { offlineOption } from '../shared-options.js'
import { publishedText } from '../thread/thread-command.js'

interface DisownOptions {
  readonly offline?: boolean
  readonly undo?: boolean
}

export const disownCore = (parent: Command): void =>
  define<DisownOptions>(parent, {
    name: 'disown',
    description: 'Have your user log say that a core that claims to be you is not yours',
    takes: ['CORE'],
    inRepository: true,
    examples: ['identity disown bo3k9xqe', 'identity disown bo3k9xqe --undo'],
    options: (command) => offlineOption(command).option('--undo', 'list it after all'),
    run: async (run) => {
      const peer = await run.peer()
      const { offline, undo } = run.options
      const input = { repo: await run.repo(), who: run.word(0), ...given({ offline, undo }) }
      const disowned = run.value(await peer.disown(input))
      const said = undo === true ? 'is listed as yours' : 'is said not to be yours'
      run.output.result(
        disowned,
        () => `${toZ32(disowned.core)} ${said} in your user log, ${publishedText(disowned.published)}`,
      )
    },
  })
