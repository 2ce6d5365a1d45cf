import { differences } from '../../conformance/expectation.js'
import { runScenario, type ScenarioResult } from '../../conformance/run-scenario.js'
import type { Scenario, ScenarioStep } from '../../conformance/scenario.js'
import { hashedCrypto, hashedIdentities } from '../hashed-identities.js'
import { isBefore, type PartialOrder, partialOrders } from './partial-orders.js'

export type Fields = Readonly<Record<string, unknown>> & { readonly type: string }

/** One op of a small world, whose place among the others is every one that is possible. */
export interface Element {
  readonly by: string
  readonly action: Fields
  readonly at?: number
  /** The element that its action names; nobody can name what is not written yet. */
  readonly about?: string
}
export type Elements = Readonly<Record<string, Element>>

/** A partial order of a world's elements, asked by their names. */
export interface SmallOrder {
  readonly text: string
  before(a: string, b: string): boolean
  concurrent(a: string, b: string): boolean
}

/** What the protocol's text says of a few ops in any partial order, worked out for just these, without facts, roles or graphs. */
export interface SmallWorld {
  readonly name: string
  /** The first one founds the repository. */
  readonly cores: readonly string[]
  readonly users?: readonly string[]
  /** What is there before; every element has seen all of it. */
  readonly prologue: readonly ScenarioStep[]
  readonly elements: Elements
  /** Steps 1 to 3 of section 4: the violation that the element is, by what is before it. Nothing else is asked about what waits or follows one. */
  readonly cited: (name: string, order: SmallOrder) => string | undefined
  /** Steps 4 to 7: its outcome and reason otherwise. */
  readonly present: (name: string, order: SmallOrder, there: There) => string
  /** What else is to come of it, in the words of `expect`. */
  readonly state?: (order: SmallOrder, there: There, outcomes: Outcomes) => Readonly<Record<string, unknown>>
}

/** The elements that neither wait nor are a violation or after one; and their ids, where those decide. */
export interface There {
  readonly has: (name: string) => boolean
  readonly id: (name: string) => string
}
export type Outcomes = Readonly<Record<string, string>>

export const step = (id: string, by: string, action: Fields): ScenarioStep => ({ id, by, sees: 'all', at: 0, action })

/** Random orders of arrival in which each is applied, beside the one of writing. */
const arrivals = 1

/** A core's own ops are in an order of their own, and nothing comes before what it names. */
const isPossible = (order: PartialOrder, names: readonly string[], elements: readonly Element[]): boolean =>
  elements.every(
    ({ by, about }, a) =>
      (about === undefined || !isBefore(order, a, names.indexOf(about))) &&
      elements.every((other, b) => a === b || other.by !== by || isBefore(order, a, b) || isBefore(order, b, a)),
  )

/** The elements, each after the ones that it has seen or names. */
const writingOrder = (order: SmallOrder, elements: Elements): readonly string[] => {
  const written: string[] = []
  const left = new Set(Object.keys(elements))
  const isReady = (name: string): boolean =>
    [...left].every((one) => !order.before(one, name) && elements[name]?.about !== one)
  while (left.size > 0) {
    const next = [...left].find(isReady)
    if (next === undefined) throw new RangeError(`${order.text} cannot be written`)
    left.delete(next)
    written.push(next)
  }
  return written
}

const asked = (order: PartialOrder, names: readonly string[]): SmallOrder => {
  const before = (a: string, b: string): boolean => isBefore(order, names.indexOf(a), names.indexOf(b))
  const pairs = names.flatMap((a) => names.filter((b) => before(a, b)).map((b) => `${a}<${b}`))
  return {
    text: pairs.length === 0 ? names.join(' ∥ ') : pairs.join(' '),
    before,
    concurrent: (a, b) => a !== b && !before(a, b) && !before(b, a),
  }
}

const scenarioOf = (world: SmallWorld, order: SmallOrder, written: readonly string[]): Scenario => {
  const { name, cores, users = [], prologue, elements } = world
  const steps = written.flatMap((id, index): ScenarioStep[] => {
    const element = elements[id]
    if (element === undefined) return []
    const sees = [...prologue, ...written.map((one) => ({ id: one }))].map((one) => one.id)
    return [
      {
        id,
        by: element.by,
        sees: sees.filter((one) => elements[one] === undefined || order.before(one, id)),
        at: element.at ?? (index + 1) * 1_000,
        action: element.action,
      },
    ]
  })
  return { name, kind: 'repository', cores, users, steps: [...prologue, ...steps], expect: {} }
}

/** The violations, what comes after one in its core, and what waits since it cites one or waits behind what does (section 3). */
const settledIn = (
  { elements, cited }: SmallWorld,
  order: SmallOrder,
  names: readonly string[],
): Map<string, string> => {
  const settled = new Map<string, string>()
  for (const name of names) {
    const ownPast = names.filter((one) => order.before(one, name) && elements[one]?.by === elements[name]?.by)
    const others = names.filter((one) => order.before(one, name) && elements[one]?.by !== elements[name]?.by)
    const waits = others.some((one) => settled.has(one)) || ownPast.some((one) => settled.get(one) === 'parked')
    const problem = ownPast.some((one) => settled.has(one)) ? 'ignored blacklisted' : cited(name, order)
    if (waits) settled.set(name, 'parked')
    else if (problem !== undefined) settled.set(name, problem)
  }
  return settled
}

const shownOutcomes = ({ outcomes }: ScenarioResult, names: readonly string[]): Outcomes =>
  Object.fromEntries(names.map((name) => [name, [outcomes[name]?.outcome, outcomes[name]?.reason].join(' ').trim()]))

/** Every partial order of the world's elements that is possible. */
export const ordersOf = ({ elements }: SmallWorld): readonly SmallOrder[] => {
  const names = Object.keys(elements)
  return partialOrders(names.length)
    .filter((order) => isPossible(order, names, Object.values(elements)))
    .map((order) => asked(order, names))
}

/** Where the rules come to something else than the world says, as text; nothing if they agree. */
export const differencesIn = async (world: SmallWorld, order: SmallOrder): Promise<readonly string[]> => {
  const names = Object.keys(world.elements)
  const written = writingOrder(order, world.elements)
  const options = { crypto: hashedCrypto, identities: hashedIdentities, orders: arrivals, seed: 1 }
  const result = await runScenario(scenarioOf(world, order, written), options)
  const settled = settledIn(world, order, written)
  const there: There = {
    has: (name) => Object.hasOwn(world.elements, name) && !settled.has(name),
    id: (name) => result.ids[name] ?? '',
  }
  const outcomes = Object.fromEntries(
    names.map((name) => [name, settled.get(name) ?? world.present(name, order, there)]),
  )
  return [
    ...result.failures,
    ...differences(outcomes, shownOutcomes(result, names)),
    ...differences(world.state?.(order, there, outcomes) ?? {}, result),
  ].map((one) => `${world.name}, ${order.text}: ${one}`)
}
