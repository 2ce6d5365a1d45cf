import type { LogEngine } from '../engine.js'
import type { CoreKey, OpId } from '../ids.js'
import type { OpView } from '../views.js'
import type { Scenario } from './scenario.js'
import type { ScenarioWriter } from './write-scenario.js'

export interface ShownOutcome {
  readonly outcome: string
  readonly reason?: string
}

export interface ShownThread {
  readonly number: number
  readonly closed: boolean
  readonly locked: boolean
  readonly title: string
  readonly visible: readonly string[]
}

/** What a scenario comes to, in the words of its file: the parts that `expect` is compared with. */
export interface ScenarioState {
  readonly stateHash: string
  readonly outcomes: { readonly [step: string]: ShownOutcome }
  readonly blacklist: readonly string[]
  readonly roles: { readonly [core: string]: string }
  readonly muted: readonly string[]
  readonly threads: { readonly [step: string]: ShownThread }
  readonly principals: { readonly [core: string]: string }
}

const threadEntriesMax = 100_000

const outcomeOf = (view: OpView | undefined, engine: LogEngine, id: OpId): ShownOutcome => {
  if (view !== undefined)
    return {
      outcome: view.decision.outcome,
      ...(view.decision.reason === undefined ? {} : { reason: view.decision.reason }),
    }
  const parked = engine.parked().find((one) => one.id === id)
  return { outcome: 'parked', ...(parked?.reason === undefined ? {} : { reason: parked.reason }) }
}

const threadsOf = async (engine: LogEngine, writer: ScenarioWriter): Promise<ScenarioState['threads']> => {
  const names = new Map(writer.written.map(({ id, name }) => [id, name]))
  const threads: Record<string, ShownThread> = {}
  for (const step of writer.written) {
    const view = await engine.queries.thread(step.id)
    if (view === undefined || view.decision.outcome !== 'accepted') continue
    const entries = await engine.queries.timeline(view.op, threadEntriesMax)
    const visible = entries
      .filter(({ visible: shown, action }) => shown && action.type === 'comment')
      .map(({ id }) => names.get(id) ?? id)
    threads[step.name] = {
      number: view.number,
      closed: view.state !== 'open',
      locked: view.locked,
      title: view.title,
      visible,
    }
  }
  return threads
}

/** The engine's state in the names of the scenario. */
export const scenarioState = async (
  engine: LogEngine,
  scenario: Scenario,
  writer: ScenarioWriter,
): Promise<ScenarioState> => {
  const outcomes: Record<string, ShownOutcome> = {}
  for (const { id: name } of scenario.steps) {
    const id = writer.step(name)?.id
    if (id !== undefined) outcomes[name] = outcomeOf(await engine.queries.op(id), engine, id)
  }
  const nameOf = new Map<CoreKey, string>(scenario.cores.map((name) => [writer.core(name), name]))
  const cores = (await engine.queries.cores()).flatMap((view) => {
    const name = nameOf.get(view.core)
    return name === undefined ? [] : [{ ...view, name, principal: nameOf.get(view.person) ?? name }]
  })
  cores.sort((a, b) => scenario.cores.indexOf(a.name) - scenario.cores.indexOf(b.name))
  const inRepository = scenario.kind === 'repository' ? cores : []
  return {
    stateHash: await engine.stateHash(),
    outcomes,
    blacklist: cores.filter(({ blacklisted }) => blacklisted !== undefined).map(({ name }) => name),
    roles: Object.fromEntries(inRepository.map(({ name, role }) => [name, role])),
    muted: [...new Set(inRepository.filter(({ muted }) => muted).map(({ principal }) => principal))],
    threads: scenario.kind === 'repository' ? await threadsOf(engine, writer) : {},
    principals: Object.fromEntries(inRepository.map(({ name, principal }) => [name, principal])),
  }
}
