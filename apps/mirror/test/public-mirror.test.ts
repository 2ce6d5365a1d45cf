import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { requires, spawnProcess } from '@hypergit/testing'

const examples = join(import.meta.dirname, '..', '..', '..', 'examples')
const data = process.env['HYPERGIT_TEST_DATA'] ?? join(examples, '..', '..', 'shared', 'data')

/** Runs the script as its readers do; what it printed. */
const walk = async (archive: string, steps: string): Promise<readonly string[]> => {
  const script = await spawnProcess(process.execPath, [join(examples, 'public-mirror.mjs'), archive, '--steps', steps])
  const { code } = await script.exited
  if (code !== 0) throw new Error([...script.stdout, ...script.stderr].join('\n'))
  return script.stdout
}

requires('redis', 'postgres')('the public mirror of examples/', () => {
  test('hosts a small project, through mutes, a hostile client, kills and failing queues', async () => {
    const said = await walk(join(examples, 'tide-tables.json'), '1-6')
    expect(said.join('\n')).toMatch(/1 · its API shows the file: 4 issues, 3 pulls, 4 people/)
    expect(said.at(-1)).toBe('steps 1-6 passed')
  }, 600_000)
})

requires(
  'redis',
  'postgres',
  'data',
)('the public mirror of examples/ with a real history', () => {
  test('hosts 86 issues and 166 pulls of 42 people, through all six steps', async () => {
    const said = await walk(join(data, 'hpke-archive.json'), '1-6')
    expect(said.join('\n')).toMatch(/1 · its API shows the file: 86 issues, 166 pulls, 42 people/)
    expect(said.at(-1)).toBe('steps 1-6 passed')
  }, 600_000)
})
