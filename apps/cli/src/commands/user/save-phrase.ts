import type { Peer } from '@hypergit/client'
import { toZ32, type UserId } from '@hypergit/domain'
import type { Run } from '../../run.js'
import { showAndAskBack } from './phrase-dialogue.js'
import type { ReservedFile } from './recovery-file.js'
import { personsTerminal } from './terminal.js'

export const unsavedNote =
  'No recovery is saved yet: whoever loses this machine loses the user. Save it with `hypergit user recovery`.'

/** Has the phrase kept by somebody else than this home: in the file, else by the person at the terminal. False where there is neither. */
export const savePhrase = async <Options extends object>(
  run: Run<Options>,
  peer: Peer,
  user: UserId,
  file: ReservedFile | undefined,
): Promise<boolean> => {
  const terminal = run.output.json ? undefined : personsTerminal(run.interrupt)
  if (file === undefined && terminal === undefined) return false
  const { phrase } = run.value(await peer.recoveryPhrase())
  if (file !== undefined) await file.write(phrase, toZ32(user))
  else if (terminal !== undefined && !(await showAndAskBack(terminal, phrase))) return false
  run.value(await peer.recoverySaved({ phrase }))
  return true
}
