import { parseScenario, runScenario, type ScenarioResult } from '@hypergit/domain'
import { tempDir } from '@hypergit/testing'
import { parse } from 'yaml'
import { domainCrypto } from '../../src/rules/domain-crypto.js'
import { scenarioIdentities } from '../../src/rules/scenario-identities.js'
import { type PlanOptions, planWorld } from './plan.js'
import { scenarioText } from './scenario-text.js'
import { World, type WorldEnd } from './world.js'

const orders = 3

/** The scenario file of a world, through the code that runs such files; with the world's own cores, so that every block is the same byte by byte. */
const replayed = async (seed: number, { scenario, cores }: WorldEnd): Promise<ScenarioResult> => {
  const parsed = parseScenario(parse(scenarioText(scenario)))
  if (!parsed.ok) throw new Error(parsed.problem)
  const core = (name: string) => cores.get(name) ?? scenarioIdentities(seed).core(name, false)
  const identities = { ...scenarioIdentities(seed), core }
  return runScenario(parsed.scenario, { crypto: domainCrypto, identities, orders, seed })
}

/** Runs the world of the seed, and says what is wrong with its end: nothing, or the sentences and the scenario file that shows it. */
export const problemsOfWorld = async (seed: number, options: PlanOptions): Promise<readonly string[]> => {
  const dir = await tempDir('hypergit-world-')
  const world = new World(planWorld(seed, options), dir.path)
  try {
    const end = await world.run()
    const problems: string[] = end.wronged.map((who) => `an honest author is wronged: ${who}`)
    const hashes = new Set(Object.values(end.stateHashes))
    if (hashes.size !== 1) problems.push(`the honest have ${hashes.size} states`)
    if (!Object.values(end.roles).includes('admin')) problems.push('nobody is an admin')
    const { failures, stateHash } = await replayed(seed, end)
    problems.push(...failures)
    if (!hashes.has(stateHash)) problems.push('the scenario file comes to another state than the world')
    return problems.length === 0 ? [] : [...problems, scenarioText(end.scenario)]
  } finally {
    await world.close()
    await dir.remove()
  }
}
