import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parseAllDocuments } from 'yaml'
import { blake2b256 } from '../testing/blake2b256.js'
import { hashedIdentities, hashedProofs } from '../testing/hashed-identities.js'
import { parseScenario } from './parse-scenario.js'
import { runScenario } from './run-scenario.js'

const crypto = { blake2b256, proofs: hashedProofs }
const folder = join(import.meta.dirname, '..', '..', '..', '..', 'conformance')
/** With those of failing worlds, which the simulation of real clients saves in `found/`. */
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))

describe.each(files)('%s', (file) => {
  const scenarios = parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) =>
    parseScenario(document.toJS()),
  )

  it('holds only scenarios', () => {
    expect(scenarios.filter(({ ok }) => !ok)).toEqual([])
  })

  it.each(scenarios.flatMap((parsed) => (parsed.ok ? [[parsed.scenario.name, parsed.scenario] as const] : [])))(
    '%s',
    async (_name, scenario) => {
      const { failures } = await runScenario(scenario, { crypto, identities: hashedIdentities, orders: 3, seed: 1 })
      expect(failures).toEqual([])
    },
  )
})
