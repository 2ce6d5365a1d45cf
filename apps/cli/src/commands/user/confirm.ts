import { createInterface } from 'node:readline/promises'
import type { PhraseTerminal } from './phrase-dialogue.js'

/** Asks a person until they say yes or no; undefined when they break off, or the question is withdrawn. */
export const confirm = async (
  { input, output, isPlain, interrupted }: Omit<PhraseTerminal, 'random'>,
  question: string,
  withdrawn?: AbortSignal,
): Promise<boolean | undefined> => {
  const lines = createInterface({ input, output, terminal: !isPlain, historySize: 0 })
  const stop = new AbortController()
  lines.on('SIGINT', () => stop.abort())
  lines.on('close', () => stop.abort())
  const signal = AbortSignal.any([stop.signal, interrupted, ...(withdrawn === undefined ? [] : [withdrawn])])
  try {
    for (;;) {
      const said = (await lines.question(`${question} [y/n] `, { signal })).trim().toLowerCase()
      if (['y', 'yes'].includes(said)) return true
      if (['n', 'no'].includes(said)) return false
    }
  } catch {
    return undefined
  } finally {
    lines.close()
  }
}
