import { describe, expect, it } from '@jest/globals'
import { blake2b256 } from '../testing/blake2b256.js'
import { randomScenario } from '../testing/random-scenario.js'
import { runScenario } from './run-scenario.js'

const crypto = { blake2b256, proofs: { claim: () => true } }

/** Set to look for failures in other scenarios than those of every run. */
const [from, count] = (process.env['HYPERGIT_TEST_SEEDS'] ?? '1,40').split(',').map(Number) as [number, number]

describe('Random scenarios', () => {
  it.each([
    ['without forks', false],
    ['with forks', true],
  ])(
    'come to the same outcomes and state hash in every causal order, with duplicates, %s',
    async (_name, forks) => {
      for (let seed = from; seed < from + count; seed++) {
        const { failures } = await runScenario(randomScenario(seed, 30, forks), { crypto, orders: 6, seed })
        expect({ seed, failures }).toEqual({ seed, failures: [] })
      }
    },
    600_000,
  )
})
