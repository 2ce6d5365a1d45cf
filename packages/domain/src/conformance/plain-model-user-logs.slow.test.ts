import { it } from '@jest/globals'
import { expectModel } from '../../test/expect-model.js'

/** First seed and number of scenarios; those of `npm test` have lower seeds. Repositories and user logs are two files, so that both cores work. */
const [from, count] = (process.env['HYPERGIT_TEST_MODEL_SEEDS'] ?? '100001,20000').split(',').map(Number) as [
  number,
  number,
]
/** A day: a run of this length is bounded by its scenarios, not by a clock. */
const timeLimitMs = 86_400_000

it(
  `the engine comes to what the protocol's text says, in ${count} random user logs of 8 to 40 steps`,
  () => expectModel('user', from, count),
  timeLimitMs,
)
