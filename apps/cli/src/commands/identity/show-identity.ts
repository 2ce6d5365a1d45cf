import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { identityText } from '../../render/authors.js'
import { colors as pc } from '../../render/colors.js'
import { safeLine } from '../../render/terminal-text.js'
import { waitingJson } from '../thread/thread-command.js'

export const showIdentity = (parent: Command): void =>
  define(parent, {
    name: 'show',
    aliases: ['view'],
    description: 'Say whose a core is shown as, and why',
    takes: ['CORE'],
    inRepository: true,
    examples: ['identity show me', 'identity show bo3k9xqe', 'identity show my-project bo3k9xqe --json'],
    run: async (run) => {
      const peer = await run.peer()
      const detail = run.value(await peer.identity({ repo: await run.repo(), who: run.word(0) }))
      const { view, because, waiting, ...known } = detail
      run.output.result({ ...view, ...known, because, ...waitingJson(waiting) }, () =>
        [pc.bold(identityText(known)), toZ32(known.core), ...because.map((line) => `- ${safeLine(line, 400)}`)].join(
          '\n',
        ),
      )
    },
  })
