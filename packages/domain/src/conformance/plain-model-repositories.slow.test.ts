import { expect, it } from '@jest/globals'
import { SlowProgress } from '@hypergit/testing'
import { differencesFromModel } from '../testing/model-comparison.js'

/** First seed and number of scenarios; those of `npm test` have lower seeds. Repositories and user logs are two files, so that both cores work. */
const [from, count] = (process.env['HYPERGIT_TEST_MODEL_SEEDS'] ?? '100001,80000').split(',').map(Number) as [
  number,
  number,
]
/** A day: a run of this length is bounded by its scenarios, not by a clock. */
const timeLimitMs = 86_400_000

it(
  `the engine comes to what the protocol's text says, in ${count} random repositories of 8 to 40 steps`,
  async () => {
    const progress = new SlowProgress('plain model, repositories', count)
    for (let seed = from; seed < from + count; seed++) {
      const found = await differencesFromModel(seed, {
        steps: 8 + (seed % 33),
        forks: seed % 3 === 0,
        hostile: 0.04,
        kind: 'repository',
      })
      expect({ seed, found }).toEqual({ seed, found: [] })
      progress.advance()
    }
  },
  timeLimitMs,
)
