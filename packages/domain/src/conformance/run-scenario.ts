import { openEngine } from '../engine/open-engine.js'
import type { DomainCrypto, LogEngine } from '../engine.js'
import type { OpId } from '../ids.js'
import { MemoryStore } from '../store/memory-store.js'
import type { OpView } from '../views.js'
import { batchesOf, causalOrder } from './causal-order.js'
import { differences } from './expectation.js'
import { randomOf } from './random.js'
import type { Scenario, ScenarioProblem, ScenarioStep } from './scenario.js'
import { scenarioState, type ScenarioState } from './scenario-state.js'
import type { ScenarioIdentities } from './step-action.js'
import { ScenarioWriter, type WrittenStep } from './write-scenario.js'

export interface RunOptions {
  readonly crypto: DomainCrypto
  /** Needed by scenarios that claim identities. */
  readonly identities?: ScenarioIdentities
  /** Random causal orders beside the file's own. */
  readonly orders: number
  readonly seed: number
}

/** One line of `hypergit conformance --json` (docs/protocol.md, section 9). */
export interface ScenarioResult extends ScenarioState {
  readonly scenario: string
  readonly passed: boolean
  readonly ids: { readonly [step: string]: OpId }
  readonly failures: readonly string[]
}

/** The 10-minute rule is off in scenarios. */
const endOfTime = Number.MAX_SAFE_INTEGER

const emptyState: ScenarioState = {
  stateHash: '',
  outcomes: {},
  blacklist: [],
  roles: {},
  muted: [],
  threads: {},
  principals: {},
}

const newEngine = (scenario: Scenario, writer: ScenarioWriter, { crypto }: RunOptions): Promise<LogEngine> =>
  openEngine({ log: writer.log, kind: scenario.kind, store: new MemoryStore(), crypto })

/** What a step that sees `all` may cite: neither parked nor a violation, nothing its core wrote after one, unless it pardons that core. */
const isCitable = (view: OpView | undefined, step: WrittenStep, by: ScenarioStep): boolean => {
  if (view === undefined || view.action.type === 'undecodable') return false
  if (by.action?.type === 'core.pardon' && by.action['core'] === step.by) return true
  const { outcome, rule } = view.decision
  return outcome !== 'violation' && rule !== 'after-violation'
}

/** Writes every step in the file's order, each judged before the next one is written. Says what is wrong with a step that cannot be written. */
export const writeAll = async (
  scenario: Scenario,
  writer: ScenarioWriter,
  engine: LogEngine,
): Promise<string | undefined> => {
  const views = new Map<OpId, OpView>()
  let told = 0
  const judge = async (): Promise<void> => {
    const report = await engine.apply(
      writer.written.slice(told).map(({ block }) => block),
      endOfTime,
    )
    told = writer.written.length
    for (const view of report.ops) views.set(view.id, view)
  }
  writer.begin()
  await judge()
  for (const step of scenario.steps) {
    const problem = writer.write(step, (one, by) => isCitable(views.get(one.id), one, by))
    if (problem !== undefined) return problem
    await judge()
  }
  return undefined
}

/** How another order differs from the file's: in outcomes, then in the hash. */
const disagreement = (first: ScenarioState, other: ScenarioState, order: number): string[] => {
  const found = differences(first.outcomes, other.outcomes, `outcomes in order ${order}`)
  return found.length > 0 || first.stateHash === other.stateHash
    ? found
    : [`stateHash in order ${order} is ${other.stateHash}, expected ${first.stateHash}`]
}

const writerFor = (scenario: Scenario, { crypto, identities, seed }: RunOptions): ScenarioWriter =>
  new ScenarioWriter({
    scenario,
    seed: String(seed),
    blake2b256: crypto.blake2b256,
    equivocation: crypto.proofs.equivocation,
    ...(identities === undefined ? {} : { identities }),
  })

/** What keeps a step of the scenario from being written at all, such as a name that stands for nothing; nothing if it can be run. */
export const problemOf = (scenario: Scenario, options: RunOptions): ScenarioProblem | undefined => {
  const writer = writerFor(scenario, options)
  writer.begin()
  for (const [index, step] of scenario.steps.entries()) {
    // What is cited makes no difference to whether it can be written.
    const problem = writer.write(step, () => false)
    if (problem !== undefined) return { problem, path: ['steps', index] }
  }
  return undefined
}

/** Applies a scenario in the file's order and in random causal orders with duplicates, through the engine that peers run. */
export const runScenario = async (scenario: Scenario, options: RunOptions): Promise<ScenarioResult> => {
  const { orders, seed } = options
  const writer = writerFor(scenario, options)
  const engine = await newEngine(scenario, writer, options)
  const problem = await writeAll(scenario, writer, engine)
  if (problem !== undefined)
    return { scenario: scenario.name, passed: false, ...emptyState, ids: {}, failures: [problem] }
  const state = await scenarioState(engine, scenario, writer)
  const failures = differences(scenario.expect, state)
  for (let order = 1; order <= orders; order++) {
    const random = randomOf(seed * 1_000_003 + order)
    const other = await newEngine(scenario, writer, options)
    for (const batch of batchesOf(causalOrder(writer.written, random), random)) await other.apply(batch, endOfTime)
    failures.push(...disagreement(state, await scenarioState(other, scenario, writer), order))
  }
  const ids = Object.fromEntries(writer.written.map(({ name, id }) => [name, id]))
  return { scenario: scenario.name, passed: failures.length === 0, ...state, ids, failures }
}
