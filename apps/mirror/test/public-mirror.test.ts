import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { dataFolder, requires, spawnProcess } from '@hypergit/testing'
import { checkout } from './compose-file.js'

const examples = join(checkout, 'examples')
const data = dataFolder(checkout)

/** A real history where there is one, since each walk takes minutes; its small twin otherwise. */
const walked =
  data === null
    ? { archive: join(examples, 'tide-tables.json'), counts: '4 issues, 3 pulls, 4 people' }
    : { archive: join(data, 'hpke-archive.json'), counts: '86 issues, 166 pulls, 42 people' }

requires('redis', 'postgres')('the public mirror of examples/', () => {
  test(`hosts ${walked.counts}, through mutes, a hostile client, kills and failing queues`, async () => {
    const script = await spawnProcess(process.execPath, [join(examples, 'public-mirror.mjs'), walked.archive])
    const { code } = await script.exited
    if (code !== 0) throw new Error([...script.stdout, ...script.stderr].join('\n'))
    expect(script.stdout.join('\n')).toContain(`1 · its API shows the file: ${walked.counts}`)
    expect(script.stdout.at(-1)).toBe('steps 1-6 passed')
  }, 600_000)
})
