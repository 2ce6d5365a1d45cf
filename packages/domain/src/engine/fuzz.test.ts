import { expect, it } from '@jest/globals'
import { fuzzLog } from '../testing/fuzzed-log.js'
import { mutationNames } from '../testing/hostile-bytes.js'
import { breakageNames } from '../testing/hostile-envelopes.js'

const logs = 60
const blocksPerLog = 200

it(`takes in ${logs * blocksPerLog} hostile blocks without a throw, and comes to all kinds of outcomes`, async () => {
  const outcomes = new Set<string>()
  const kinds = new Set<string>()
  for (let seed = 1; seed <= logs; seed++) {
    const fuzzed = await fuzzLog(seed, blocksPerLog)
    for (const [outcome] of fuzzed.outcomes.entries()) outcomes.add(outcome.split(' ')[0] ?? '')
    for (const [kind] of fuzzed.kinds.entries()) kinds.add(kind)
  }
  expect([...outcomes].sort()).toEqual(['accepted', 'held', 'hidden', 'ignored', 'parked', 'refused', 'violation'])
  expect([...kinds]).toEqual(expect.arrayContaining([...mutationNames, ...breakageNames, 'fitting', 'fork', 'gap']))
}, 60_000)
