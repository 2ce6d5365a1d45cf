import { describe, expect, it } from '@jest/globals'
import { hashedCrypto as crypto, hashedIdentities as identities } from '../testing/hashed-identities.js'
import { randomLog } from '../testing/random-log.js'
import { runScenario } from './run-scenario.js'

/** Set to look for failures in other scenarios than those of every run. */
const [from, count] = (process.env['HYPERGIT_TEST_SEEDS'] ?? '1,12').split(',').map(Number) as [number, number]

describe('Random scenarios', () => {
  it.each([
    ['without forks', { forks: false }],
    ['with forks', { forks: true }],
    ['of user logs', { forks: true, kind: 'user' as const, hostile: 0.3 }],
  ])(
    'come to the same outcomes and state hash in every causal order, with duplicates, %s',
    async (_name, options) => {
      for (let seed = from; seed < from + count; seed++) {
        const { scenario } = await randomLog(seed, { steps: 30, hostile: 0.05, ...options })
        const { failures } = await runScenario(scenario, { crypto, identities, orders: 6, seed })
        expect({ seed, failures }).toEqual({ seed, failures: [] })
      }
    },
    600_000,
  )
})
