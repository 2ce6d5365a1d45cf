import { entropyOf, newPhrase, parsePhrase, phraseOf, phraseWordCount, withIdentity } from './phrase.js'

const phrase =
  'legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title'

const userOf = (words: string) => withIdentity(words, ({ user }) => Promise.resolve(user))

describe('A recovery phrase', () => {
  it('is read whatever its spaces and letters’ case', () => {
    expect(parsePhrase(` ${phrase.toUpperCase().replaceAll(' ', '\n\t')}\n`)).toEqual({ ok: true, value: phrase })
  })

  it('is made anew each time, and comes back from what is kept of it', () => {
    const [first, second] = [newPhrase(), newPhrase()]
    expect(first).not.toBe(second)
    expect(first.split(' ')).toHaveLength(phraseWordCount)
    expect(parsePhrase(first)).toEqual({ ok: true, value: first })
    expect(phraseOf(entropyOf(first))).toBe(first)
  })

  it('gives one user, and another phrase another one', async () => {
    expect(await userOf(phrase)).toBe(await userOf(phrase))
    expect(await userOf(phrase)).not.toBe(await userOf(newPhrase()))
  })

  it.each([
    ['nothing', '', 'no words'],
    ['too few words', 'legal winner thank', '3 words'],
    ['a word of no list', phrase.replace('sausage', 'sossage'), 'word 6 '],
    ['several words of no list', phrase.replace('legal', 'x').replace('year', 'y'), 'word 1, 4 '],
    ['words in another order', phrase.split(' ').toReversed().join(' '), 'order'],
    ['a word in place of another', phrase.replace('title', 'legal'), 'exchanged'],
  ])('is not %s, which is said without repeating it', (_what, text, said) => {
    const parsed = parsePhrase(text)
    if (parsed.ok) throw new Error('it was taken')
    expect(parsed.failure).toMatchObject({ code: 'invalid', message: expect.stringContaining(said) })
    for (const word of ['sossage', 'winner', 'title']) expect(parsed.failure.message).not.toContain(word)
  })
})
