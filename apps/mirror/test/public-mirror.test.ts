import { join } from 'node:path'
import { test } from '@jest/globals'
import { requires } from '@hypergit/testing'
import { examples, walkArchive } from './walk.js'

const counts = '4 issues, 3 pulls, 4 people'

/** With a small history: a real one takes minutes, and is for the slow suites. */
requires('redis', 'postgres')('the public mirror of examples/', () => {
  test(
    `hosts ${counts}, through mutes, a hostile client, kills and failing queues`,
    () => walkArchive(join(examples, 'tide-tables.json'), counts),
    300_000,
  )
})
