import type { Remains } from '@hypergit/client'
import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { usage } from '../../failures.js'
import { given } from '../../given.js'
import { colors as pc } from '../../render/colors.js'
import { safeLine } from '../../render/terminal-text.js'
import type { Run } from '../../run.js'
import { offlineOption } from '../shared-options.js'

interface LostOptions {
  readonly offline?: boolean
  readonly startAgain?: boolean
}

const said: Readonly<Record<Remains['state'], string>> = {
  fine: 'nothing is lost: the core of this home counts as you',
  waiting: 'the core of this home waits; another machine of yours can confirm it',
  lost: 'every machine of yours that counted here is lost',
  unclaimed: 'the core of this home claims nobody, and nothing is lost',
}

const remainsText = ({ name, state, role, steps }: Remains): string =>
  [
    `${pc.bold(safeLine(name))}: ${said[state]} (${role})`,
    ...steps.map((step, place) => `  ${place + 1}. ${safeLine(step, 400)}`),
  ].join('\n')

export const lostCores = (parent: Command): void =>
  define<LostOptions>(parent, {
    name: 'lost',
    description: 'After machines were lost: what remains of you in each repository, and how to go on, step by step',
    inRepository: true,
    examples: ['identity lost', 'identity lost -R my-project', 'identity lost -R my-project --start-again'],
    options: (command) =>
      offlineOption(command).option(
        '--start-again',
        'write there with a new core that claims nobody, where the one in use waits for machines that are lost',
      ),
    run: async (run) => {
      const named = run.repositoryWord ?? run.options.repository
      if (run.options.startAgain === true) {
        if (named === undefined) throw usage('--start-again is for one repository: name it with -R REPO')
        await startAgain(run, named)
        return
      }
      const peer = await run.peer()
      const repos = named === undefined ? (await peer.repositories()).map(({ id }) => id) : [named]
      const remains: Remains[] = []
      for (const repo of repos) remains.push(run.value(await peer.remains({ repo })))
      run.output.list(remains, () => (remains.length === 0 ? 'no repositories' : remains.map(remainsText).join('\n')))
    },
  })

const startAgain = async (run: Run<LostOptions>, repo: string): Promise<void> => {
  const peer = await run.peer()
  const { offline } = run.options
  const renewed = run.value(await peer.startAgain({ repo, ...given({ offline }) }))
  const { name, core } = renewed
  run.output.result(
    renewed,
    () =>
      `this home writes in ${safeLine(name)} with core ${toZ32(core)} from now on, which claims nobody\n` +
      `Ask an admin for your role: hypergit role set ${toZ32(core)} ROLE -R ${safeLine(name)}`,
  )
}
