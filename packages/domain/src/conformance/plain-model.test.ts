import { expect, it } from '@jest/globals'
import { createBlockDecoder } from '../encoding/decode-block.js'
import { hashedCrypto } from '../testing/hashed-identities.js'
import { deviceOutcome } from '../testing/plain-model/model-devices.js'
import { ModelFacts } from '../testing/plain-model/model-facts.js'
import { ModelLog } from '../testing/plain-model/model-log.js'
import { presentOutcome } from '../testing/plain-model/model-outcome.js'
import { randomLog } from '../testing/random-log.js'
import type { ScenarioState } from './scenario-state.js'
import type { Scenario } from './scenario.js'
import type { ScenarioWriter } from './write-scenario.js'

const [from, count] = (process.env['HYPERGIT_TEST_MODEL_SEEDS'] ?? '1,2000').split(',').map(Number) as [number, number]
const userLogs = Math.floor(count / 4)

type Compared = Pick<ScenarioState, 'outcomes' | 'roles' | 'principals'>

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
  if (scenario.kind === 'user') return { outcomes, roles: {}, principals: {} }
  const keys = scenario.cores.map((name) => [name, writer.core(name)] as const)
  const nameOf = new Map<string, string>(keys.map(([name, key]) => [key, name]))
  return {
    outcomes,
    roles: Object.fromEntries(keys.map(([name, key]) => [name, facts.role(key, undefined)])),
    principals: Object.fromEntries(keys.map(([name, key]) => [name, nameOf.get(facts.people.personOf(key)) ?? ''])),
  }
}

it(`of ${userLogs} random user logs as well`, async () => {
  for (let seed = from; seed < from + userLogs; seed++) {
    const { scenario, writer, state } = await randomLog(seed, {
      steps: 8 + (seed % 13),
      forks: seed % 3 === 0,
      hostile: 0.3,
      kind: 'user',
    })
    const { outcomes, roles, principals } = state
    expect({ seed, outcomes, roles, principals }).toEqual({ seed, ...modelled(scenario, writer) })
  }
}, 600_000)

it(`the engine comes to what the protocol's text says, in ${count} random scenarios`, async () => {
  for (let seed = from; seed < from + count; seed++) {
    const { scenario, writer, state } = await randomLog(seed, {
      steps: 8 + (seed % 13),
      forks: seed % 3 === 0,
      hostile: 0.04,
    })
    const { outcomes, roles, principals } = state
    expect({ seed, outcomes, roles, principals }).toEqual({ seed, ...modelled(scenario, writer) })
  }
}, 600_000)
