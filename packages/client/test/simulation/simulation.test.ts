import { problemsOfWorld } from './check-world.js'

describe('A world of real clients ends in one state, and its scenario file in the same', () => {
  test.each([1, 2])(
    'of seed %i',
    async (seed) => {
      const problems = await problemsOfWorld(seed, { clientsMin: 3, clientsMax: 4, steps: 20 })
      expect({ seed, problems }).toEqual({ seed, problems: [] })
    },
    120_000,
  )
})
