import { SlowProgress } from '@hypergit/testing'
import { problemsOfWorld } from './check-world.js'

/** First seed and number of worlds; those of `npm test` have lower seeds. */
const [from, count] = (process.env['HYPERGIT_TEST_WORLDS'] ?? '1001,100').split(',').map(Number) as [number, number]
/** A day: a run of this length is bounded by its worlds, not by a clock. */
const timeLimitMs = 86_400_000

test(
  `${count} worlds of 3 to 12 real clients end in one state each, and their scenario files in the same`,
  async () => {
    const progress = new SlowProgress('simulated worlds', count)
    for (let seed = from; seed < from + count; seed++) {
      const problems = await problemsOfWorld(seed, { clientsMin: 3, clientsMax: 12, steps: 100 })
      expect({ seed, problems }).toEqual({ seed, problems: [] })
      progress.advance()
    }
  },
  timeLimitMs,
)
