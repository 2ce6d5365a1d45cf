import { parseScenario, runScenario, type Scenario, type ScenarioResult } from '@hypergit/domain'
import { tempDir } from '@hypergit/testing'
import { parse } from 'yaml'
import { domainCrypto } from '../../src/rules/domain-crypto.js'
import { scenarioIdentities } from '../../src/rules/scenario-identities.js'
import { Disagreement } from './exchange.js'
import { foundFolder, saveWorld } from './found-world.js'
import { type PlanOptions, planWorld, type WorldPlan } from './plan.js'
import { scenarioText } from './scenario-text.js'
import { World } from './world.js'
import type { WorldEnd } from './world-end.js'

const orders = 3

/** The scenario file of a world, through the code that runs such files; its cores have the world's keys, so that every block is the same byte by byte. */
const replayed = async (seed: number, scenario: Scenario): Promise<ScenarioResult> => {
  const parsed = parseScenario(parse(scenarioText(scenario)))
  if (!parsed.ok) throw new Error(parsed.problem)
  return runScenario(parsed.scenario, { crypto: domainCrypto, identities: scenarioIdentities(seed), orders, seed })
}

/** What is wrong with the end of a world, in sentences. */
const problemsOf = async (seed: number, end: WorldEnd): Promise<readonly string[]> => {
  const problems = end.wronged.map((who) => `an honest author is wronged: ${who}`)
  const hashes = new Set(Object.values(end.stateHashes))
  if (hashes.size !== 1) problems.push(`the honest have ${hashes.size} states`)
  if (!Object.values(end.roles).includes('admin')) problems.push('nobody is an admin')
  const { failures, stateHash } = await replayed(seed, end.scenario)
  problems.push(...failures)
  if (!hashes.has(stateHash)) problems.push('the scenario file comes to another state than the world')
  return problems
}

export interface Checking {
  /** Where a failing world is saved. */
  readonly folder?: string
  /** What else has to hold at the end. */
  readonly also?: (end: WorldEnd) => readonly string[]
}

/** Runs a world. What is wrong with its end: nothing, or the sentences and the file that it was saved as. */
export const problemsOfPlan = async (
  plan: WorldPlan,
  options: PlanOptions,
  { folder = foundFolder, also }: Checking = {},
): Promise<readonly string[]> => {
  const dir = await tempDir('hypergit-world-')
  const world = new World(plan, dir.path)
  const { seed } = plan
  const saved = async (problems: readonly string[], scenario: Scenario): Promise<readonly string[]> => [
    ...problems,
    `saved as ${await saveWorld(folder, { seed, options, problems, scenario })}`,
  ]
  try {
    const end = await world.run()
    const problems = [...(await problemsOf(seed, end)), ...(also?.(end) ?? [])]
    return problems.length === 0 ? [] : await saved(problems, end.scenario)
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error
    return saved([error.message, ...error.lines], error.scenario)
  } finally {
    await world.close()
    await dir.remove()
  }
}

/** Runs the world of the seed. */
export const problemsOfWorld = (seed: number, options: PlanOptions, checking?: Checking): Promise<readonly string[]> =>
  problemsOfPlan(planWorld(seed, options), options, checking)
