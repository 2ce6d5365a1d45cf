import { expect } from '@jest/globals'
import { differencesFromModel } from '../src/testing/model-comparison.js'

/** Set to look for failures in other scenarios than those of every run. */
const [from, count] = (process.env['HYPERGIT_TEST_MODEL_SEEDS'] ?? '1,2000').split(',').map(Number) as [number, number]
const middle = from + Math.ceil(count / 2)

export interface Seeds {
  readonly from: number
  readonly count: number
}

/** Of the random repositories, a file for each half, so that two workers share them. */
export const halves: readonly [Seeds, Seeds] = [
  { from, count: middle - from },
  { from: middle, count: from + count - middle },
]
/** Of the random user logs. */
export const userLogs: Seeds = { from, count: Math.floor(count / 8) }

/** Fails at the first short random repository in which the engine comes to something else than the plain model. */
export const expectModelOfRepositories = async (seeds: Seeds): Promise<void> => {
  for (let seed = seeds.from; seed < seeds.from + seeds.count; seed++) {
    const found = await differencesFromModel(seed, {
      steps: 6 + (seed % 7),
      forks: seed % 3 === 0,
      hostile: 0.04,
    })
    expect({ seed, found }).toEqual({ seed, found: [] })
  }
}
