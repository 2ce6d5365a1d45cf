import b4a from 'b4a'
import { isActionType } from '../encoding/action-shapes.js'
import type { LogKind } from '../encoding/log-kind.js'
import {
  type ParsedScenario,
  type Scenario,
  type ScenarioExpectation,
  scenarioBounds,
  type ScenarioStep,
} from './scenario.js'

/** What is wrong with a scenario, said where it is. Never leaves this file. */
class Problem extends Error {
  readonly code = 'SCENARIO_INVALID'
}
const refuse = (sentence: string): never => {
  throw new Problem(sentence)
}

type Fields = Readonly<Record<string, unknown>>

const record = (value: unknown, where: string): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : refuse(`${where} must be a map`)

const text = (value: unknown, where: string): string =>
  typeof value === 'string' && value !== '' ? value : refuse(`${where} must be a text that is not empty`)

const names = (value: unknown, where: string, max: number): readonly string[] => {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > max) return refuse(`${where} must be a list of at most ${max} names`)
  const list = value.map((name, index) => text(name, `${where}[${index}]`))
  const twice = list.find((name, index) => list.indexOf(name) !== index)
  return twice === undefined ? list : refuse(`${where} names ${twice} twice`)
}

const onlyFields = (fields: Fields, allowed: readonly string[], where: string): void => {
  const unknown = Object.keys(fields).find((key) => !allowed.includes(key))
  if (unknown !== undefined) refuse(`${where} has no field ${unknown}; there are ${allowed.join(', ')}`)
}

const kindOf = (value: unknown): LogKind =>
  value === undefined
    ? 'repository'
    : value === 'repository' || value === 'user'
      ? value
      : refuse('log must be repository or user')

const actionOf = (value: unknown, where: string): NonNullable<ScenarioStep['action']> => {
  const fields = record(value, where)
  const type = text(fields['type'], `${where}.type`)
  return isActionType(type) ? { ...fields, type } : refuse(`${where}.type ${type} is no action`)
}

const rawOf = (value: unknown, where: string): Uint8Array =>
  typeof value === 'string' && /^(?:[0-9a-fA-F]{2})*$/.test(value) && value.length / 2 <= scenarioBounds.rawBytesMax
    ? b4a.from(value, 'hex')
    : refuse(`${where} must be at most ${scenarioBounds.rawBytesMax} bytes in hexadecimal digits`)

const atOf = (value: unknown, place: number, where: string): number => {
  if (value === undefined) return place * 1000
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : refuse(`${where} must be ms, an integer from 0`)
}

const seesOf = (
  value: unknown,
  earlier: ReadonlyMap<string, ScenarioStep>,
  where: string,
): 'all' | readonly string[] => {
  if (value === undefined || value === 'all') return 'all'
  const list = names(value, where, scenarioBounds.stepsMax)
  const unknown = list.find((id) => !earlier.has(id))
  return unknown === undefined ? list : refuse(`${where} names ${unknown}, which is no earlier step`)
}

/** An earlier step of the same core. */
const ownStepOf = (
  value: unknown,
  by: string,
  earlier: ReadonlyMap<string, ScenarioStep>,
  where: string,
): string | undefined => {
  if (value === undefined) return undefined
  const name = text(value, where)
  const beside = earlier.get(name)
  if (beside === undefined) return refuse(`${where} names ${name}, which is no earlier step`)
  return beside.by === by ? beside.id : refuse(`${where} names ${beside.id}, which ${beside.by} wrote, not ${by}`)
}

const stepFields = ['id', 'by', 'sees', 'at', 'fork', 'after', 'action', 'raw']

const stepOf = (
  value: unknown,
  index: number,
  cores: readonly string[],
  earlier: ReadonlyMap<string, ScenarioStep>,
): ScenarioStep => {
  const where = `steps[${index}]`
  const fields = record(value, where)
  onlyFields(fields, stepFields, where)
  const id = fields['id'] === undefined ? `step${index + 1}` : text(fields['id'], `${where}.id`)
  if (earlier.has(id) || cores.includes(id)) refuse(`${where}.id ${id} is taken`)
  const by = text(fields['by'], `${where}.by`)
  if (!cores.includes(by)) refuse(`${where}.by is ${by}, which is none of the cores`)
  if ((fields['action'] === undefined) === (fields['raw'] === undefined))
    refuse(`${where} must have either an action or raw bytes`)
  const fork = ownStepOf(fields['fork'], by, earlier, `${where}.fork`)
  const after = ownStepOf(fields['after'], by, earlier, `${where}.after`)
  if (fork !== undefined && after !== undefined) refuse(`${where} has fork and after, which are two places in its core`)
  return {
    id,
    by,
    sees: seesOf(fields['sees'], earlier, `${where}.sees`),
    at: atOf(fields['at'], index + 1, `${where}.at`),
    ...(fork === undefined ? {} : { fork }),
    ...(after === undefined ? {} : { after }),
    ...(fields['action'] === undefined
      ? { raw: rawOf(fields['raw'], `${where}.raw`) }
      : { action: actionOf(fields['action'], `${where}.action`) }),
  }
}

const stepsOf = (value: unknown, cores: readonly string[]): readonly ScenarioStep[] => {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > scenarioBounds.stepsMax)
    return refuse(`steps must be a list of at most ${scenarioBounds.stepsMax}`)
  const earlier = new Map<string, ScenarioStep>()
  value.forEach((one, index) => {
    const step = stepOf(one, index, cores, earlier)
    earlier.set(step.id, step)
  })
  return [...earlier.values()]
}

const expectationParts = ['outcomes', 'blacklist', 'roles', 'muted', 'threads', 'principals', 'stateHash']

const expectationOf = (value: unknown): ScenarioExpectation => {
  const fields = value === undefined ? {} : record(value, 'expect')
  onlyFields(fields, expectationParts, 'expect')
  return fields
}

const scenarioOf = (value: unknown): Scenario => {
  const fields = record(value, 'a scenario')
  onlyFields(fields, ['scenario', 'log', 'cores', 'users', 'steps', 'expect'], 'a scenario')
  const cores = names(fields['cores'], 'cores', scenarioBounds.coresMax)
  if (cores.length === 0) refuse('cores must name at least the one that founds the log')
  const users = names(fields['users'], 'users', scenarioBounds.coresMax)
  return {
    name: text(fields['scenario'], 'scenario'),
    kind: kindOf(fields['log']),
    cores,
    users,
    steps: stepsOf(fields['steps'], cores),
    expect: expectationOf(fields['expect']),
  }
}

/** A scenario from parsed YAML or JSON. Total; the problem says which field is wrong and what is valid. */
export const parseScenario = (value: unknown): ParsedScenario => {
  try {
    return { ok: true, scenario: scenarioOf(value) }
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error.message }
    throw error
  }
}
