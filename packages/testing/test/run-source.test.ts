import { expect, it } from '@jest/globals'
import { join } from 'node:path'
import { runSource } from '../src/run-source.js'

const module = join(import.meta.dirname, 'sources', 'tells.ts')
const run = async (word: string, silentMsMax = 60_000): Promise<readonly unknown[]> => {
  const told: unknown[] = []
  await runSource({ module, words: [word], silentMsMax, heapMebibytesMax: 40 }, (one) => told.push(one))
  return told
}

it('hears in order what a source tells until it ends', async () => {
  expect(await run('ends')).toEqual([{ begun: 'ends' }, { bytes: new Uint8Array([1, 2, 3]) }])
}, 60_000)

it.each([
  ['throws', 'failed: Error: out of ideas'],
  ['swells', /ended by (SIGABRT|SIGTRAP|status 134)/],
  ['stops', 'ended by status 3'],
])(
  'fails when it %s, with what it told last',
  async (word, said) => {
    const failure = run(word)
    await expect(failure).rejects.toThrow(said)
    await expect(failure).rejects.toThrow(`it told last {"begun":"${word}"}`)
  },
  60_000,
)

it('ends what never ends', async () => {
  await expect(run('hangs', 2_000)).rejects.toThrow('has told nothing for 2000 ms; it told last {"begun":"hangs"}')
}, 60_000)

it('gives up on what its listener refuses', async () => {
  const refused = runSource({ module, words: ['hangs'], silentMsMax: 60_000, heapMebibytesMax: 64 }, () => {
    throw new Error('not this')
  })
  await expect(refused).rejects.toThrow('not this')
}, 60_000)
