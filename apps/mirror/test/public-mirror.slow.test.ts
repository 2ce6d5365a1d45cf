import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { dataFolder, requires, spawnProcess } from '@hypergit/testing'
import { checkout } from './compose-file.js'

const examples = join(checkout, 'examples')

/** In `npm test`, compose.test.ts walks steps 1 to 4; what 5 and 6 show is in processes.test.ts and hardship.test.ts as well. */
const walks = (archive: string, counts: string): void =>
  test(`hosts ${counts}, through mutes, a hostile client, kills and failing queues`, async () => {
    const script = await spawnProcess(process.execPath, [join(examples, 'public-mirror.mjs'), archive])
    const { code } = await script.exited
    if (code !== 0) throw new Error([...script.stdout, ...script.stderr].join('\n'))
    expect(script.stdout.join('\n')).toContain(`1 · its API shows the file: ${counts}`)
    expect(script.stdout.at(-1)).toBe('steps 1-6 passed')
  }, 1_200_000)

requires('redis', 'postgres')('the public mirror of examples/', () =>
  walks(join(examples, 'tide-tables.json'), '4 issues, 3 pulls, 4 people'),
)
requires(
  'redis',
  'postgres',
  'data',
)('the public mirror of examples/, with a real history', () =>
  walks(join(dataFolder(checkout) ?? '', 'hpke-archive.json'), '86 issues, 166 pulls, 42 people'),
)
