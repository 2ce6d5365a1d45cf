import type { Command } from 'commander'
import { define } from '../../define.js'
import { CommandFailure, usage } from '../../failures.js'
import { phraseFromStdin, reserveFile } from './recovery-file.js'
import { savePhrase, unsavedNote } from './save-phrase.js'
import { personsTerminal } from './terminal.js'

interface RecoveryOptions {
  readonly recoveryFile?: string
  readonly showPhrase?: boolean
  readonly repeat?: boolean
}

export const saveRecovery = (parent: Command): void =>
  define<RecoveryOptions>(parent, {
    name: 'recovery',
    description: 'Save the recovery phrase, if that was not done yet; this machine forgets it then',
    examples: ['user recovery', 'user recovery --recovery-file ~/alice.recovery', 'user recovery --repeat < words'],
    options: (command) =>
      command
        .option('--recovery-file <FILE>', 'store the phrase there; never overwrites')
        .option('--show-phrase', 'print the phrase, which still has to be saved')
        .option('--repeat', 'read the phrase from standard input, to say that it is saved'),
    run: async (run) => {
      const { recoveryFile, showPhrase, repeat } = run.options
      if ([recoveryFile, showPhrase, repeat].filter((one) => one !== undefined).length > 1)
        throw usage('give one of --recovery-file, --show-phrase and --repeat')
      const peer = await run.peer()
      if (repeat === true) {
        const { recoverySaved } = run.value(await peer.recoverySaved({ phrase: await phraseFromStdin() }))
        run.output.result({ recoverySaved }, () => 'the recovery is saved; this machine has forgotten the phrase')
        return
      }
      const { phrase } = run.value(await peer.recoveryPhrase())
      if (showPhrase === true) {
        run.output.result({ recoverySaved: false, phrase }, () => phrase)
        return
      }
      if (recoveryFile === undefined && (run.output.json || personsTerminal(run.interrupt) === undefined))
        throw usage('there is no terminal to show the phrase on: give --recovery-file FILE or --show-phrase')
      const file = recoveryFile === undefined ? undefined : await reserveFile(recoveryFile)
      const { view } = run.value(await peer.user({}))
      if (!(await savePhrase(run, peer, view.log, file))) throw new CommandFailure('unsaved', unsavedNote)
      run.output.result({ recoverySaved: true }, () => 'the recovery is saved; this machine has forgotten the phrase')
    },
  })
