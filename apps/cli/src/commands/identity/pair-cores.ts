import type { Paired } from '@hypergit/client'
import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { given } from '../../given.js'
import type { Run } from '../../run.js'
import { offlineOption } from '../shared-options.js'
import { publishedText } from '../thread/thread-command.js'

interface PairOptions {
  readonly offline?: boolean
  readonly acceptStrike?: boolean
}

const tell = (run: Run<object>, said: string, { ops, cores, published, warnings }: Paired): void => {
  for (const warning of warnings) run.output.note(warning)
  run.output.result({ ops, cores, published }, () =>
    cores.length === 0 ? 'nothing to do' : `${said} ${cores.map(toZ32).join(', ')}, ${publishedText(published)}`,
  )
}

export const pairCores = (parent: Command): void =>
  define<PairOptions>(parent, {
    name: 'pair',
    description: 'Let the core of another machine of yours count as you here; a running machine does so by itself',
    takes: ['[CORE]'],
    inRepository: true,
    examples: ['identity pair', 'identity pair bo3k9xqe', 'identity pair -R my-project bo3k9xqe --json'],
    options: (command) =>
      offlineOption(command).option(
        '--accept-strike',
        "pair even with a core that claims somebody else: it has no effect, and the third strike has everybody ignore this home's core",
      ),
    run: async (run) => {
      const peer = await run.peer()
      const [who] = run.words
      const { offline, acceptStrike } = run.options
      tell(
        run,
        'paired with',
        run.value(await peer.pair({ repo: await run.repo(), ...given({ who, offline, acceptStrike }) })),
      )
    },
  })

export const unpairCore = (parent: Command): void =>
  define<{ readonly offline?: boolean }>(parent, {
    name: 'unpair',
    description: 'Give up the core of a lost machine: what it writes from then on is shown to nobody',
    takes: ['CORE'],
    inRepository: true,
    examples: ['identity unpair bo3k9xqe', 'identity unpair me'],
    options: (command) => offlineOption(command),
    run: async (run) => {
      const peer = await run.peer()
      const { offline } = run.options
      const unpaired = run.value(await peer.unpair({ repo: await run.repo(), who: run.word(0), ...given({ offline }) }))
      tell(run, 'gave up', unpaired)
    },
  })
