import { expect, it } from '@jest/globals'
import { fuzzLog } from '../testing/fuzzed-log.js'

const logs = 60
const blocksPerLog = 200

it(`takes in ${logs * blocksPerLog} hostile blocks without a throw, and comes to all kinds of outcomes`, async () => {
  const outcomes = new Set<string>()
  for (let seed = 1; seed <= logs; seed++)
    for (const outcome of await fuzzLog(seed, blocksPerLog)) outcomes.add(outcome)
  expect([...outcomes].sort()).toEqual(['accepted', 'hidden', 'ignored', 'parked', 'violation'])
}, 60_000)
