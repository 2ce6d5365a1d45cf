import { createInterface } from 'node:readline/promises'
import type { Readable, Writable } from 'node:stream'

/** Words of the phrase that have to be said back. */
const askedCount = 3

/** A terminal that a phrase is shown on or typed into. */
export interface PhraseTerminal {
  readonly input: Readable
  readonly output: Writable
  /** Whether it understands escapes, so that a phrase can be shown beside what it scrolls back to. */
  readonly isPlain: boolean
  /** Numbers from 0 to below a bound, each as likely; crypto's unless a test names them. */
  readonly random: (below: number) => number
  /** Aborted when the command is interrupted from outside. */
  readonly interrupted: AbortSignal
}

const enterScreen = '\u001B[?1049h\u001B[2J\u001B[H'
const leaveScreen = '\u001B[?1049l'

/** Both ends of the terminal, and the answer to a question: undefined when the person breaks off. */
const withQuestions = async <Result>(
  { input, output, isPlain, interrupted }: PhraseTerminal,
  work: (ask: (question: string) => Promise<string | undefined>, besideHistory: Beside) => Promise<Result>,
): Promise<Result> => {
  const lines = createInterface({ input, output, terminal: !isPlain, historySize: 0 })
  const stop = new AbortController()
  lines.on('SIGINT', () => stop.abort())
  lines.on('close', () => stop.abort())
  const ask = (question: string): Promise<string | undefined> =>
    lines.question(question, { signal: AbortSignal.any([stop.signal, interrupted]) }).catch(() => undefined)
  const beside: Beside = async (show) => {
    if (!isPlain) output.write(enterScreen)
    try {
      return await show()
    } finally {
      if (!isPlain) output.write(leaveScreen)
    }
  }
  try {
    return await work(ask, beside)
  } finally {
    lines.close()
  }
}

/** Shows something that is gone from the screen, and from what it scrolls back to, when it ends. */
type Beside = <Result>(show: () => Promise<Result>) => Promise<Result>

/** Shows the phrase once and asks some of its words back, until they are right. False when the person breaks off. */
export const showAndAskBack = (terminal: PhraseTerminal, phrase: string): Promise<boolean> =>
  withQuestions(terminal, async (ask, beside) => {
    const words = phrase.split(' ')
    for (;;) {
      const seen = await beside(() => {
        terminal.output.write(`${shownPhrase(words)}\n`)
        return ask('Press Enter when you have written them down. ')
      })
      if (seen === undefined) return false
      const wrong = await askBack(ask, words, somePlaces(words.length, terminal.random))
      if (wrong === 'broken-off') return false
      if (wrong === undefined) return true
      terminal.output.write(`That is not word ${wrong + 1}. Here they are again.\n`)
    }
  })

/** The place of the first word that is wrong. */
const askBack = async (
  ask: (question: string) => Promise<string | undefined>,
  words: readonly string[],
  places: readonly number[],
): Promise<number | 'broken-off' | undefined> => {
  for (const place of places) {
    const said = await ask(`Word ${place + 1}: `)
    if (said === undefined) return 'broken-off'
    if (said.trim().toLowerCase() !== words[place]) return place
  }
  return undefined
}

const somePlaces = (count: number, random: (below: number) => number): readonly number[] => {
  const places = Array.from({ length: count }, (_, place) => place)
  const chosen = Array.from({ length: askedCount }, () => places.splice(random(places.length), 1)[0] ?? 0)
  return chosen.sort((a, b) => a - b)
}

const columns = 4
const columnWidth = 16

/** The words with their numbers. */
export const shownPhrase = (words: readonly string[]): string => {
  const numbered = words.map((word, place) => `${String(place + 1).padStart(2)} ${word}`.padEnd(columnWidth))
  const lines = Array.from({ length: Math.ceil(words.length / columns) }, (_, line) =>
    numbered
      .slice(line * columns, (line + 1) * columns)
      .join('')
      .trimEnd(),
  )
  return [
    `Your recovery phrase, ${words.length} words. Write them down in this order, and keep them apart from this machine:`,
    'whoever has them is you, and without them nobody comes back who has lost every machine.',
    '',
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n')
}

/** The phrase as a person types it; undefined when they break off. */
export const askPhrase = (terminal: PhraseTerminal): Promise<string | undefined> =>
  withQuestions(terminal, (ask, beside) => beside(() => ask('Your recovery phrase, words separated by spaces:\n')))
