import { join } from 'node:path'
import { test } from '@jest/globals'
import { dataFolder, requires } from '@hypergit/testing'
import { checkout } from './compose-file.js'
import { smallArchive, walkArchive, type WalkedArchive } from './walk.js'

const realArchive: WalkedArchive = {
  archive: join(dataFolder(checkout) ?? '', 'hpke-archive.json'),
  counts: '86 issues, 166 pulls, 42 people',
}

const walks = ({ archive, counts }: WalkedArchive): void =>
  test(
    `hosts ${counts}, through mutes, a hostile client, kills and failing queues`,
    () => walkArchive({ archive, counts }, '1-6'),
    1_200_000,
  )

requires('redis', 'postgres')('the public mirror of examples/', () => walks(smallArchive))
requires('redis', 'postgres', 'data')('the public mirror of examples/, with a real history', () => walks(realArchive))
