import { randomInt } from 'node:crypto'
import type { Interrupt } from '../../interrupt.js'
import type { PhraseTerminal } from './phrase-dialogue.js'

/** The terminal that this command runs in, where a person can be asked; undefined in a script. */
export const personsTerminal = ({ stopped }: Interrupt): PhraseTerminal | undefined => {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined
  const interrupted = new AbortController()
  void stopped.then(() => interrupted.abort())
  return {
    input: process.stdin,
    output: process.stdout,
    isPlain: process.env['TERM'] === 'dumb',
    random: (below) => randomInt(below),
    interrupted: interrupted.signal,
  }
}
