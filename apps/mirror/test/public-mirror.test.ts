import { test } from '@jest/globals'
import { requires } from '@hypergit/testing'
import { smallArchive, walkArchive } from './walk.js'

/** Kills and failing queues, steps 5 and 6, are in processes.test.ts and hardship.test.ts; the slow suites walk them as well. */
requires('redis', 'postgres')('the public mirror of examples/', () => {
  test(
    `hosts ${smallArchive.counts}, through mutes, a hostile client and a replay`,
    () => walkArchive(smallArchive, '1-4'),
    300_000,
  )
})
