import { join } from 'node:path'
import { expect } from '@jest/globals'
import { spawnProcess } from '@hypergit/testing'
import { checkout } from './compose-file.js'

export const examples = join(checkout, 'examples')

/** Walks all steps of examples/public-mirror.mjs with an archive, of which the mirror's API has to show the counts. */
export const walkArchive = async (archive: string, counts: string): Promise<void> => {
  const script = await spawnProcess(process.execPath, [join(examples, 'public-mirror.mjs'), archive])
  const { code } = await script.exited
  if (code !== 0) throw new Error([...script.stdout, ...script.stderr].join('\n'))
  expect(script.stdout.join('\n')).toContain(`1 · its API shows the file: ${counts}`)
  expect(script.stdout.at(-1)).toBe('steps 1-6 passed')
}
