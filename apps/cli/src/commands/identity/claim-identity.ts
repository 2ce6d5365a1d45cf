import type { Command } from 'commander'
import { define } from '../../define.js'
import { CommandFailure } from '../../failures.js'
import { given } from '../../given.js'
import type { Run } from '../../run.js'
import { offlineOption } from '../shared-options.js'
import { claimedJson, claimedText, claimEverywhere, type ClaimedIn, leftText } from './claim-everywhere.js'

interface ClaimOptions {
  readonly offline?: boolean
  readonly all?: boolean
}

export const claimIdentity = (parent: Command): void =>
  define<ClaimOptions>(parent, {
    name: 'claim',
    description: 'Say that the core of this home is yours; writing does so by itself, unless you stay anonymous',
    inRepository: true,
    examples: ['identity claim', 'identity claim -R my-project', 'identity claim --all'],
    options: (command) =>
      offlineOption(command).option('--all', 'in every repository that your user log names, which are cloned for it'),
    run: async (run) => {
      if (run.options.all === true) await claimAll(run)
      else await claimIn(run, await run.repo())
    },
  })

const claimIn = async (run: Run<ClaimOptions>, repo: string): Promise<void> => {
  const peer = await run.peer()
  const { offline } = run.options
  tell(run, { repo, ...run.value(await peer.claim({ repo, ...given({ offline }) })) })
}

const tell = (run: Run<ClaimOptions>, claimed: ClaimedIn): void => {
  for (const warning of claimed.warnings) run.output.note(warning)
  run.output.result(claimedJson(claimed), () => claimedText(claimed))
}

/** A new machine in all that its user takes part in; what nobody serves now is said, and left for another time. */
const claimAll = async (run: Run<ClaimOptions>): Promise<void> => {
  const { claimed, left } = await claimEverywhere(run)
  for (const one of claimed) tell(run, one)
  const [first] = left
  if (first !== undefined) throw new CommandFailure(first.code, leftText(left))
}

export const stayAnonymous = (parent: Command): void =>
  define(parent, {
    name: 'anonymous',
    description: 'Say nothing in a repository of whose machine this is, until `identity claim`',
    inRepository: true,
    examples: ['identity anonymous -R my-project'],
    run: async (run) => {
      const peer = await run.peer()
      const repo = await run.repo()
      run.value(await peer.stayAnonymous({ repo }))
      run.output.result({ repo, anonymous: true }, () => 'nothing is said there of whose machine this is')
    },
  })
