import { join } from 'node:path'
import { test } from '@jest/globals'
import { dataFolder, requires } from '@hypergit/testing'
import { checkout } from './compose-file.js'
import { walkArchive } from './walk.js'

const counts = '86 issues, 166 pulls, 42 people'

requires(
  'redis',
  'postgres',
  'data',
)('the public mirror of examples/, with a real history', () => {
  test(
    `hosts ${counts}, through mutes, a hostile client, kills and failing queues`,
    () => walkArchive(join(dataFolder(checkout) ?? '', 'hpke-archive.json'), counts),
    1_200_000,
  )
})
