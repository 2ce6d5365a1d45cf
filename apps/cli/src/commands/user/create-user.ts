import type { Command } from 'commander'
import { toZ32 } from '@hypergit/domain'
import { define } from '../../define.js'
import { usage } from '../../failures.js'
import { given } from '../../given.js'
import { safeLine } from '../../render/terminal-text.js'
import { offlineOption } from '../shared-options.js'
import { orGiveUp, reserveFile } from './recovery-file.js'
import { savePhrase, unsavedNote } from './save-phrase.js'

interface CreateOptions {
  readonly name?: string
  readonly device?: string
  readonly recoveryFile?: string
  readonly showPhrase?: boolean
  readonly offline?: boolean
}

export const createUser = (parent: Command): void =>
  define<CreateOptions>(parent, {
    name: 'create',
    description:
      'Become a user, with this machine as the first of yours; shows a recovery phrase once and asks it back',
    examples: ['user create --name "Alice"', 'user create --name "Alice" --recovery-file ~/alice.recovery --json'],
    options: (command) =>
      offlineOption(command)
        .option('--name <NAME>', 'what others see')
        .option('--device <NAME>', 'what your user log, which anybody can read, calls this machine (first machine)')
        .option('--recovery-file <FILE>', 'store the recovery phrase there, instead of showing it; never overwrites')
        .option('--show-phrase', 'print the recovery phrase with the result; it still has to be saved'),
    run: async (run) => {
      const { name, device, offline, recoveryFile, showPhrase } = run.options
      if (name === undefined) throw usage('a user needs a name: --name NAME')
      const peer = await run.peer()
      const file = recoveryFile === undefined ? undefined : await reserveFile(recoveryFile)
      const {
        user,
        device: core,
        name: called,
        published,
      } = await orGiveUp(file, async () => run.value(await peer.createUser({ name, ...given({ device, offline }) })))
      const shown = showPhrase === true ? run.value(await peer.recoveryPhrase()) : undefined
      const recoverySaved = await savePhrase(run, peer, user, file)
      if (!recoverySaved) run.output.note(unsavedNote)
      run.output.result({ user, core, name: called, published, recoverySaved, ...shown }, () =>
        [
          `you are ${safeLine(called)}, user ${toZ32(user)}`,
          ...(shown === undefined ? [] : [shown.phrase]),
          ...(recoveryFile === undefined ? [] : [`the recovery phrase is in ${recoveryFile}`]),
        ].join('\n'),
      )
    },
  })
