import { expect, test } from '@jest/globals'
import type { Action } from '../action.js'
import { blake2b256 } from './blake2b256.js'
import { scenarioLog } from './scenario-log.js'

const ack: Action = { type: 'ack' }

const idsWith = (seed: string): readonly string[] => {
  const world = scenarioLog(['alice', 'bob'], { seed })
  world.append('bob', ack)
  return world.appended.map(({ id }) => id)
}

test('names and actions alone decide keys and ids', () => {
  expect(idsWith('1')).toEqual(idsWith('1'))
  expect(idsWith('1')).not.toEqual(idsWith('2'))
})

test('every block is valid, and an op cites maximal heads only', () => {
  const world = scenarioLog(['alice', 'bob', 'carol'])
  const a1 = world.append('alice', ack, { sees: [] })
  const b1 = world.append('bob', ack, { sees: [a1.id] })
  const c1 = world.append('carol', ack)
  expect(a1.parents).toEqual([])
  expect(b1.parents.map(({ id }) => id)).toEqual([a1.id])
  expect(c1.parents.map(({ id }) => id)).toEqual([b1.id])
  for (const { block } of world.appended) expect(world.decoder.block(block).kind).toBe('op')
})

test('what does not decode is never cited, nor what its core writes after it', () => {
  const world = scenarioLog(['alice', 'bob'])
  const join = world.head('bob')
  const raw = world.appendRaw('bob', blake2b256([]).fill(1))
  const after = world.append('bob', ack)
  expect([raw.citable, after.citable]).toEqual([false, false])
  expect(world.append('alice', ack).parents.map(({ id }) => id)).toEqual([join?.id])
})
