import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { askPhrase, showAndAskBack, shownPhrase } from './phrase-dialogue.js'

const words = Array.from({ length: 24 }, (_, place) => `word${place + 1}`)
const phrase = words.join(' ')

const questions = [': ', ':\n', '. ']

const interrupt = 'the command is interrupted'

/** A person who answers each question as it comes; undefined breaks off. */
const person = (answers: readonly (string | undefined)[], isPlain = false) => {
  const interrupted = new AbortController()
  const input = new PassThrough()
  const output = new PassThrough()
  const left = [...answers]
  let shown = ''
  output.on('data', (chunk: Buffer) => {
    const text = chunk.toString()
    shown += text
    if (!questions.some((end) => stripVTControlCharacters(text).endsWith(end))) return
    const answer = left.shift()
    if (answer === undefined) input.end()
    else if (answer === interrupt) interrupted.abort()
    else input.write(`${answer}\n`)
  })
  // Always the first of what is left: words 1, 2 and 3.
  return { terminal: { input, output, isPlain, random: () => 0, interrupted: interrupted.signal }, shown: () => shown }
}

describe('The dialogue about a recovery phrase', () => {
  it('shows every word with its number', () => {
    const text = shownPhrase(words)
    for (const [place, word] of words.entries()) expect(text).toContain(`${place + 1} ${word}`)
  })

  it('is done when three words are said back', async () => {
    const { terminal } = person(['', 'word1', ' WORD2 ', 'word3'])
    expect(await showAndAskBack(terminal, phrase)).toBe(true)
  })

  it('shows the words again after one that is wrong', async () => {
    const { terminal, shown } = person(['', 'word1', 'word9', '', 'word1', 'word2', 'word3'])
    expect(await showAndAskBack(terminal, phrase)).toBe(true)
    expect(shown()).toContain('That is not word 2')
    expect(shown().split('24 word24')).toHaveLength(3)
  })

  it.each([
    ['before the words are asked', [undefined]],
    ['while they are', ['', 'word1', undefined]],
  ])('is broken off %s', async (_when, answers) => {
    expect(await showAndAskBack(person(answers).terminal, phrase)).toBe(false)
  })

  it('takes the words from the screen before it asks for them, where a terminal can', async () => {
    const { terminal, shown } = person(['', 'word1', 'word2', 'word3'])
    await showAndAskBack(terminal, phrase)
    const [before = '', rest = ''] = shown().split('24 word24')
    expect(before).toContain('\u001B[?1049h')
    expect(rest.indexOf('\u001B[?1049l')).toBeLessThan(rest.indexOf('Word 1'))
    expect(rest.indexOf('\u001B[?1049l')).toBeGreaterThan(-1)

    const plain = person(['', 'word1', 'word2', 'word3'], true)
    await showAndAskBack(plain.terminal, phrase)
    expect(plain.shown()).not.toContain('\u001B')
  })

  it('gives the screen back when the command is interrupted', async () => {
    const { terminal, shown } = person([interrupt])
    expect(await showAndAskBack(terminal, phrase)).toBe(false)
    expect(shown().lastIndexOf('\u001B[?1049l')).toBeGreaterThan(shown().indexOf('24 word24'))
  })

  it('takes a phrase from a person, or nothing', async () => {
    expect(await askPhrase(person([phrase]).terminal)).toBe(phrase)
    expect(await askPhrase(person([undefined]).terminal)).toBeUndefined()
  })
})
