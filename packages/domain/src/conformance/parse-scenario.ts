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

/** Keys and places in lists that lead to a value. */
type Path = readonly (string | number)[]

/** What is wrong with a scenario, and where. Never leaves this file. */
class Problem extends Error {
  readonly code = 'SCENARIO_INVALID'
  constructor(
    readonly path: Path,
    sentence: string,
  ) {
    super(`${path.length === 0 ? 'a scenario' : shown(path)} ${sentence}`)
  }
}
const refuse = (path: Path, sentence: string): never => {
  throw new Problem(path, sentence)
}

/** `steps[3].by` */
const shown = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')

type Fields = Readonly<Record<string, unknown>>

const record = (value: unknown, path: Path): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : refuse(path, 'must be a map')

const text = (value: unknown, path: Path): string =>
  typeof value === 'string' && value !== ''
    ? value
    : refuse(path, value === undefined ? 'is missing' : 'must be a text that is not empty')

const names = (value: unknown, path: Path, max: number): readonly string[] => {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > max) return refuse(path, `must be a list of at most ${max} names`)
  const list = value.map((name, index) => text(name, [...path, index]))
  const seen = new Set<string>()
  for (const [index, name] of list.entries()) {
    if (seen.has(name)) return refuse([...path, index], `names ${name} a second time`)
    seen.add(name)
  }
  return list
}

const onlyFields = (fields: Fields, allowed: readonly string[], path: Path): void => {
  const unknown = Object.keys(fields).find((key) => !allowed.includes(key))
  if (unknown !== undefined) refuse([...path, unknown], `is no field; there are ${allowed.join(', ')}`)
}

const kindOf = (value: unknown): LogKind =>
  value === undefined
    ? 'repository'
    : value === 'repository' || value === 'user'
      ? value
      : refuse(['log'], 'must be repository or user')

const actionOf = (value: unknown, path: Path): NonNullable<ScenarioStep['action']> => {
  const fields = record(value, path)
  const type = text(fields['type'], [...path, 'type'])
  return isActionType(type) ? { ...fields, type } : refuse([...path, 'type'], `is ${type}, which is no action`)
}

const rawOf = (value: unknown, path: Path): Uint8Array =>
  typeof value === 'string' && /^(?:[0-9a-fA-F]{2})*$/.test(value) && value.length / 2 <= scenarioBounds.rawBytesMax
    ? b4a.from(value, 'hex')
    : refuse(path, `must be at most ${scenarioBounds.rawBytesMax} bytes in hexadecimal digits, as text`)

const atOf = (value: unknown, place: number, path: Path): number => {
  if (value === undefined) return place * 1000
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : refuse(path, 'must be ms, an integer from 0')
}

const seesOf = (value: unknown, earlier: ReadonlyMap<string, ScenarioStep>, path: Path): 'all' | readonly string[] => {
  if (value === undefined || value === 'all') return 'all'
  const list = names(value, path, scenarioBounds.stepsMax)
  const unknown = list.findIndex((id) => !earlier.has(id))
  return unknown < 0 ? list : refuse([...path, unknown], `names ${list[unknown]}, which is no earlier step`)
}

/** An earlier step of the same core. */
const ownStepOf = (
  value: unknown,
  by: string,
  earlier: ReadonlyMap<string, ScenarioStep>,
  path: Path,
): string | undefined => {
  if (value === undefined) return undefined
  const name = text(value, path)
  const beside = earlier.get(name)
  if (beside === undefined) return refuse(path, `names ${name}, which is no earlier step`)
  return beside.by === by ? beside.id : refuse(path, `names ${beside.id}, which ${beside.by} wrote, not ${by}`)
}

const stepFields = ['id', 'by', 'sees', 'at', 'fork', 'after', 'action', 'raw']

const stepOf = (
  value: unknown,
  index: number,
  cores: readonly string[],
  earlier: ReadonlyMap<string, ScenarioStep>,
): ScenarioStep => {
  const path: Path = ['steps', index]
  const fields = record(value, path)
  onlyFields(fields, stepFields, path)
  const id = fields['id'] === undefined ? `step${index + 1}` : text(fields['id'], [...path, 'id'])
  const isTaken = earlier.has(id) || cores.some((core) => [core, `create:${core}`, `join:${core}`].includes(id))
  if (isTaken) refuse(fields['id'] === undefined ? path : [...path, 'id'], `is ${id}, which is taken`)
  const by = text(fields['by'], [...path, 'by'])
  if (!cores.includes(by)) refuse([...path, 'by'], `is ${by}, which is none of the cores`)
  if ((fields['action'] === undefined) === (fields['raw'] === undefined))
    refuse(path, 'must have either an action or raw bytes')
  const fork = ownStepOf(fields['fork'], by, earlier, [...path, 'fork'])
  const after = ownStepOf(fields['after'], by, earlier, [...path, 'after'])
  if (fork !== undefined && after !== undefined) refuse(path, 'has fork and after, which are two places in its core')
  return {
    id,
    by,
    sees: seesOf(fields['sees'], earlier, [...path, 'sees']),
    at: atOf(fields['at'], index + 1, [...path, 'at']),
    ...(fork === undefined ? {} : { fork }),
    ...(after === undefined ? {} : { after }),
    ...(fields['action'] === undefined
      ? { raw: rawOf(fields['raw'], [...path, 'raw']) }
      : { action: actionOf(fields['action'], [...path, 'action']) }),
  }
}

const stepsOf = (value: unknown, cores: readonly string[]): readonly ScenarioStep[] => {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > scenarioBounds.stepsMax)
    return refuse(['steps'], `must be a list of at most ${scenarioBounds.stepsMax}`)
  const earlier = new Map<string, ScenarioStep>()
  value.forEach((one, index) => {
    const step = stepOf(one, index, cores, earlier)
    earlier.set(step.id, step)
  })
  return [...earlier.values()]
}

const expectationParts = ['outcomes', 'blacklist', 'roles', 'muted', 'threads', 'principals', 'stateHash']

const expectationOf = (value: unknown): ScenarioExpectation => {
  const fields = value === undefined ? {} : record(value, ['expect'])
  onlyFields(fields, expectationParts, ['expect'])
  return fields
}

const scenarioOf = (value: unknown): Scenario => {
  const fields = record(value, [])
  onlyFields(fields, ['scenario', 'log', 'cores', 'users', 'steps', 'expect'], [])
  const cores = names(fields['cores'], ['cores'], scenarioBounds.coresMax)
  if (cores.length === 0) refuse(['cores'], 'must name at least the one that founds the log')
  const users = names(fields['users'], ['users'], scenarioBounds.coresMax)
  return {
    name: text(fields['scenario'], ['scenario']),
    kind: kindOf(fields['log']),
    cores,
    users,
    steps: stepsOf(fields['steps'], cores),
    expect: expectationOf(fields['expect']),
  }
}

/** A scenario from parsed YAML or JSON. Total; the problem says which field is wrong and what is valid, the path where it is. */
export const parseScenario = (value: unknown): ParsedScenario => {
  try {
    return { ok: true, scenario: scenarioOf(value) }
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error.message, path: error.path }
    throw error
  }
}
