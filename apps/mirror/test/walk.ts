import { join } from 'node:path'
import { expect } from '@jest/globals'
import { spawnProcess } from '@hypergit/testing'
import { checkout } from './compose-file.js'

export const examples = join(checkout, 'examples')

/** A history, and what it holds in the words of the walk. */
export interface WalkedArchive {
  readonly archive: string
  readonly counts: string
}

export const smallArchive: WalkedArchive = {
  archive: join(examples, 'tide-tables.json'),
  counts: '4 issues, 3 pulls, 4 people',
}

/** Walks steps of examples/public-mirror.mjs from the first one, after which the mirror's API has to show the counts. */
export const walkArchive = async ({ archive, counts }: WalkedArchive, steps: string): Promise<void> => {
  const script = await spawnProcess(process.execPath, [join(examples, 'public-mirror.mjs'), archive, '--steps', steps])
  const { code } = await script.exited
  if (code !== 0) throw new Error([...script.stdout, ...script.stderr].join('\n'))
  expect(script.stdout.join('\n')).toContain(`1 · its API shows the file: ${counts}`)
  expect(script.stdout.at(-1)).toBe(`steps ${steps} passed`)
}
