import { differences } from '../conformance/expectation.js'
import type { ScenarioState } from '../conformance/scenario-state.js'
import type { Scenario } from '../conformance/scenario.js'
import type { ScenarioWriter } from '../conformance/write-scenario.js'
import { createBlockDecoder } from '../encoding/decode-block.js'
import { hashedCrypto } from './hashed-identities.js'
import { deviceOutcome } from './plain-model/model-devices.js'
import { ModelFacts } from './plain-model/model-facts.js'
import { ModelLog } from './plain-model/model-log.js'
import { isBlacklisted, isMutedNow, shownThread } from './plain-model/model-now.js'
import { type ModelOp, ofType } from './plain-model/model-op.js'
import { presentOutcome } from './plain-model/model-outcome.js'
import { randomLog, type RandomLogOptions } from './random-log.js'

/** What the engine and the plain model both tell of a scenario. */
type Compared = Omit<ScenarioState, 'stateHash'>

/** The scenario by the protocol's text, op by op over whole pasts. */
const modelled = (scenario: Scenario, writer: ScenarioWriter): Compared => {
  const { log, written } = writer
  const decoder = createBlockDecoder({
    log,
    kind: scenario.kind,
    blake2b256: hashedCrypto.blake2b256,
    ...hashedCrypto.proofs,
  })
  const model = new ModelLog(log, scenario.kind, hashedCrypto.proofs, written, decoder)
  const facts = new ModelFacts(model, model.known)
  const byId = new Map([...model.known].map((op) => [op.id, op]))
  const outcomeOf = scenario.kind === 'user' ? deviceOutcome : presentOutcome
  const outcomes: Record<string, ScenarioState['outcomes'][string]> = {}
  for (const { id: name } of scenario.steps) {
    const step = writer.step(name)
    if (step === undefined) continue
    const op = byId.get(step.id)
    outcomes[name] = op === undefined ? { outcome: 'parked' } : outcomeOf(op, facts)
  }
  const keys = scenario.cores.map((name) => [name, writer.core(name)] as const)
  const blacklist = keys.filter(([, key]) => isBlacklisted(key, facts)).map(([name]) => name)
  if (scenario.kind === 'user') return { outcomes, blacklist, muted: [], threads: {}, roles: {}, principals: {} }
  const nameOf = new Map<string, string>(keys.map(([name, key]) => [key, name]))
  const personOf = (key: string): string => nameOf.get(facts.people.personOf(key)) ?? ''
  const names = new Map(written.map(({ id, name }) => [id, name]))
  const threads = ofType(model.known, 'thread.open').filter((op) => outcomeOf(op, facts).outcome === 'accepted')
  const opNameOf = ({ id }: ModelOp): string => names.get(id) ?? id
  return {
    outcomes,
    blacklist,
    muted: [...new Set(keys.filter(([, key]) => isMutedNow(key, facts)).map(([, key]) => personOf(key)))],
    threads: Object.fromEntries(threads.map((op) => [opNameOf(op), shownThread(op, facts, opNameOf)])),
    roles: Object.fromEntries(keys.map(([name, key]) => [name, facts.role(key, undefined)])),
    principals: Object.fromEntries(keys.map(([name, key]) => [name, personOf(key)])),
  }
}

/** Where the engine's state of the random log of that seed is not what the protocol's text says; nothing if they agree. */
export const differencesFromModel = async (seed: number, options: RandomLogOptions): Promise<readonly string[]> => {
  const { scenario, writer, state } = await randomLog(seed, options)
  return differences(modelled(scenario, writer), state)
}
