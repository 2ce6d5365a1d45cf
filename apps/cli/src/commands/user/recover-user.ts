import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { collect } from '../../collect.js'
import { define } from '../../define.js'
import { CommandFailure } from '../../failures.js'
import { given } from '../../given.js'
import type { Interrupt } from '../../interrupt.js'
import { safeLine } from '../../render/terminal-text.js'
import {
  claimedJson,
  claimedText,
  type ClaimedEverywhere,
  claimEverywhere,
  leftText,
} from '../identity/claim-everywhere.js'
import { seconds } from '../repo/clone-repo.js'
import { deviceRows, machinesOf } from './device-rows.js'
import { askPhrase } from './phrase-dialogue.js'
import { phraseFromFile, phraseFromStdin } from './recovery-file.js'
import { personsTerminal } from './terminal.js'

interface RecoverOptions {
  readonly name?: string
  readonly recoveryFile?: string
  readonly revoke?: readonly string[]
  readonly revokeAll?: boolean
  readonly wait?: number
  /** `false` by --no-claim. */
  readonly claim: boolean
}

const phraseGiven = async (file: string | undefined, interrupt: Interrupt): Promise<string> => {
  if (file !== undefined) return phraseFromFile(file)
  const terminal = personsTerminal(interrupt)
  if (terminal === undefined) return phraseFromStdin()
  const phrase = await askPhrase(terminal)
  if (phrase === undefined) throw new CommandFailure('stopped', 'no phrase was given; nothing was done')
  return phrase
}

const nowhere: ClaimedEverywhere = { claimed: [], left: [] }

export const recoverUser = (parent: Command): void =>
  define<RecoverOptions>(parent, {
    name: 'recover',
    description: 'Come back as a user on this machine, by the recovery phrase, and revoke machines that are lost',
    examples: [
      'user recover --name "new laptop" --revoke laptop',
      'user recover --recovery-file ~/alice.recovery --revoke-all --json',
    ],
    options: (command) =>
      command
        .option('--name <NAME>', 'what your user log, which anybody can read, calls this machine (recovered machine)')
        .option('--recovery-file <FILE>', 'read the phrase from there; else it is asked for, or read from stdin')
        .option('--revoke <DEVICE>', 'a machine that is lost; repeat it or separate by commas', collect)
        .option('--revoke-all', 'every other machine is lost')
        .option('--wait <SECONDS>', 'how long to look for somebody who has your user log (30)', seconds)
        .option('--no-claim', 'leave the repositories that you take part in for later: identity claim --all'),
    run: async (run) => {
      const { name: device, recoveryFile, revoke, revokeAll, wait } = run.options
      const waitMs = wait === undefined ? undefined : wait * 1000
      const phrase = await phraseGiven(recoveryFile, run.interrupt)
      const peer = await run.peer()
      const recovered = run.value(await peer.recoverUser({ phrase, ...given({ device, revoke, revokeAll, waitMs }) }))
      const { user, device: core, revoked, published, warnings, view } = recovered
      for (const warning of warnings) run.output.note(`! ${warning}`)
      const devices = machinesOf(view, core)
      const { claimed, left } = run.options.claim ? await claimEverywhere(run) : nowhere
      if (left.length > 0) run.output.note(`${leftText(left)}\nWhat remains of you there: hypergit identity lost`)
      const repositories = claimed.map(claimedJson)
      run.output.result({ user, core, name: view.name, revoked, devices, published, claimed: repositories }, () =>
        [
          `you are ${safeLine(view.name)}, user ${toZ32(user)}`,
          ...revoked.map(({ name }) => `revoked ${safeLine(name)}`),
          'machines that count:',
          deviceRows(devices.filter(({ authorized }) => authorized)),
          ...claimed.map(claimedText),
        ].join('\n'),
      )
    },
  })
