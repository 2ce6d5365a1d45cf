import { expect, it } from '@jest/globals'
import { hashedCrypto as crypto, hashedIdentities as identities } from '../testing/hashed-identities.js'
import { causalOrder } from './causal-order.js'
import { randomOf } from './random.js'
import { scenarioBounds, type ScenarioStep } from './scenario.js'
import { ScenarioWriter } from './write-scenario.js'

const cores = ['a', 'b', 'c']
const ackBy = (index: number): ScenarioStep => ({
  id: `s${index}`,
  by: cores[index % 3] ?? 'a',
  sees: 'all',
  at: 0,
  action: { type: 'ack' },
})
/** A set of objects for each step would take a hundred times as much. */
const heapBytesMax = 256 * 1024 * 1024

it('a scenario of as many steps as there may be is written and put in order without filling the memory', () => {
  const steps = Array.from({ length: scenarioBounds.stepsMax }, (_, index) => ackBy(index))
  const scenario = { name: 'long', kind: 'repository', cores, users: [], steps, expect: {} } as const
  const writer = new ScenarioWriter({ scenario, seed: '1', ...crypto, ...crypto.proofs, identities })
  const before = process.memoryUsage().heapUsed
  writer.begin()
  for (const step of steps) expect(writer.write(step, () => true)).toBeUndefined()
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(heapBytesMax)
  const last = writer.written.at(-1)
  expect([...(last?.past ?? [])]).toEqual(writer.written.slice(0, -1))
  // Each has seen all before it, so there is one order only.
  expect(
    causalOrder(writer.written, randomOf(1))
      .map(({ name }) => name)
      .slice(cores.length),
  ).toEqual(steps.map(({ id }) => id))
}, 60_000)

it('a step may come in any order that what it has seen allows', () => {
  const steps = ['a', 'b', 'c'].map((by, index) => ({ ...ackBy(index), by, sees: [] }))
  const scenario = { name: 'wide', kind: 'repository', cores, users: [], steps, expect: {} } as const
  const writer = new ScenarioWriter({ scenario, seed: '1', ...crypto, ...crypto.proofs, identities })
  writer.begin()
  for (const step of steps) expect(writer.write(step, () => true)).toBeUndefined()
  const orders = new Set<string>()
  for (let seed = 0; seed < 500; seed++) {
    const order = causalOrder(writer.written, randomOf(seed))
    for (const [place, { needs }] of order.entries())
      expect(needs.every((one) => order.indexOf(one) < place)).toBe(true)
    orders.add(order.map(({ name }) => name).join(' '))
  }
  // The founder's two ops, and two times two others after the first of them: 5! / (2! 2! 1!) orders.
  expect(orders.size).toBe(30)
})
