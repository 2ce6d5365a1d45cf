import { expect, it } from '@jest/globals'
import { expectModelOfRepositories, halves, userLogs } from '../../test/model-halves.js'
import { differencesFromModel } from '../testing/model-comparison.js'

it(`of ${userLogs.count} random user logs as well`, async () => {
  for (let seed = userLogs.from; seed < userLogs.from + userLogs.count; seed++) {
    const found = await differencesFromModel(seed, {
      steps: 6 + (seed % 7),
      forks: seed % 3 === 0,
      hostile: 0.3,
      kind: 'user',
    })
    expect({ seed, found }).toEqual({ seed, found: [] })
  }
}, 600_000)

it(
  `the engine comes to what the protocol's text says, in ${halves[0].count} random scenarios from seed ${halves[0].from}`,
  () => expectModelOfRepositories(halves[0]),
  600_000,
)
