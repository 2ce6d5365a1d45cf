import type { ScenarioState } from '../conformance/scenario-state.js'
import { scenarioState } from '../conformance/scenario-state.js'
import type { Scenario } from '../conformance/scenario.js'
import { ScenarioWriter, type WrittenStep } from '../conformance/write-scenario.js'
import { openEngine } from '../engine/open-engine.js'
import type { LogKind } from '../encoding/log-kind.js'
import type { LogEngine } from '../engine.js'
import type { OpId } from '../ids.js'
import { MemoryStore } from '../store/memory-store.js'
import type { OutcomeKind } from '../outcome.js'
import type { OpView } from '../views.js'
import { hashedCrypto, hashedIdentities } from './hashed-identities.js'
import { StepDrawer } from './random-scenario.js'

const endOfTime = Number.MAX_SAFE_INTEGER
/** How often an author who minds the rules thinks of something else, where they would refuse what was drawn. */
const triesMax = 12

export interface RandomLog {
  readonly scenario: Scenario
  readonly writer: ScenarioWriter
  readonly engine: LogEngine
  readonly state: ScenarioState
}

export interface RandomLogOptions {
  readonly steps: number
  readonly forks: boolean
  readonly kind?: LogKind
  /** Share of the steps that are written although the rules forbid them. */
  readonly hostile: number
}

export const writerOf = (scenario: Scenario): ScenarioWriter =>
  new ScenarioWriter({
    scenario,
    seed: 'random',
    blake2b256: hashedCrypto.blake2b256,
    ...hashedCrypto.proofs,
    identities: hashedIdentities,
  })

/** What an author who minds the rules writes; whether it is known to all does not matter. */
const isWritten = (outcome: OutcomeKind): boolean =>
  outcome !== 'violation' && outcome !== 'parked' && outcome !== 'ignored'

/**
 * A log whose authors mostly write what their past allows, so that what they have not seen decides about it. It follows from the seed alone, and is
 * judged op by op as it is written.
 */
export const randomLog = async (
  seed: number,
  { steps, forks, hostile, kind = 'repository' }: RandomLogOptions,
): Promise<RandomLog> => {
  const drawer = new StepDrawer(seed, forks, kind)
  const writer = writerOf(drawer.scenario)
  const engine = await openEngine({
    log: writer.log,
    kind,
    store: new MemoryStore(),
    crypto: hashedCrypto,
  })
  const views = new Map<OpId, OpView>()
  let told = 0
  const judge = async (): Promise<void> => {
    const blocks = writer.written.slice(told).map(({ block }) => block)
    told = writer.written.length
    for (const view of (await engine.apply(blocks, endOfTime)).ops) views.set(view.id, view)
  }
  const citable = ({ id }: WrittenStep): boolean => {
    const view = views.get(id)
    return view !== undefined && view.decision.outcome !== 'violation' && view.decision.rule !== 'after-violation'
  }
  writer.begin()
  await judge()
  while (drawer.steps.length < steps) {
    let step = drawer.draw()
    const triesLeft = drawer.random() < hostile ? 0 : triesMax
    for (let tries = 0; tries < triesLeft && step.fork === undefined; tries++) {
      const draft = writer.draft(step, citable)
      const decision = draft === undefined ? undefined : await engine.preview(writer.core(step.by), draft)
      if (decision !== undefined && isWritten(decision.outcome)) break
      step = drawer.draw()
    }
    if (writer.write(step, citable) !== undefined) continue
    drawer.keep(step)
    await judge()
  }
  const { scenario } = drawer
  return { scenario, writer, engine, state: await scenarioState(engine, scenario, writer) }
}
