import { expect, it } from '@jest/globals'
import { differencesFromModel } from '../testing/model-comparison.js'

const [from, count] = (process.env['HYPERGIT_TEST_MODEL_SEEDS'] ?? '1,2000').split(',').map(Number) as [number, number]
const userLogs = Math.floor(count / 8)

it(`of ${userLogs} random user logs as well`, async () => {
  for (let seed = from; seed < from + userLogs; seed++) {
    const found = await differencesFromModel(seed, {
      steps: 6 + (seed % 7),
      forks: seed % 3 === 0,
      hostile: 0.3,
      kind: 'user',
    })
    expect({ seed, found }).toEqual({ seed, found: [] })
  }
}, 600_000)

it(`the engine comes to what the protocol's text says, in ${count} random scenarios`, async () => {
  for (let seed = from; seed < from + count; seed++) {
    const found = await differencesFromModel(seed, {
      steps: 6 + (seed % 7),
      forks: seed % 3 === 0,
      hostile: 0.04,
    })
    expect({ seed, found }).toEqual({ seed, found: [] })
  }
}, 600_000)
