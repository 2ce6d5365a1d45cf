import { expect, test } from '@jest/globals'
import { coreKey, noOp } from '@hypergit/domain'
import { SweepTurn } from './sweep-turn.js'

const pauses = { unsettledSweepMs: 60, fullSweepMs: 600 }
const [one, two] = [coreKey('01'.repeat(32)), coreKey('02'.repeat(32))]
const applied = (core: typeof one) => ({ core, length: 1, head: noOp })

test('a log that was never swept is due', () => {
  expect(new SweepTurn().due(0, pauses)).toBe(true)
})

test('a sweep that was not answered for every core is sent again soon', () => {
  const turn = new SweepTurn()
  turn.sent([one, two], 0, 1)
  turn.answered({ applied: [applied(one)], missing: [] })
  expect(turn.due(59, pauses)).toBe(false)
  expect(turn.due(60, pauses)).toBe(true)
})

test('a log that was answered for is left alone for long', () => {
  const turn = new SweepTurn()
  turn.sent([one, two], 0, 1)
  turn.answered({ applied: [applied(one)], missing: [] })
  turn.answered({ applied: [applied(two)], missing: [] })
  expect(turn.due(599, pauses)).toBe(false)
  expect(turn.due(600, pauses)).toBe(true)
})

test('a log without cores has nothing to be answered', () => {
  const turn = new SweepTurn()
  turn.sent([], 0, 1)
  expect(turn.due(599, pauses)).toBe(false)
})

test('a log that misses parents is asked about again soon, until it misses none', () => {
  const turn = new SweepTurn()
  turn.sent([one], 0, 1)
  turn.answered({ applied: [applied(one)], missing: [{ core: two, seq: 0, id: noOp, citedBy: { core: one, seq: 0 } }] })
  expect(turn.due(60, pauses)).toBe(true)
  turn.sent([one], 60, 1)
  turn.answered({ applied: [applied(one)], missing: [] })
  expect(turn.due(120, pauses)).toBe(false)
})

test('turns are stretched, so that many logs do not come at once', () => {
  const turn = new SweepTurn()
  turn.sent([], 0, 1.2)
  expect(turn.due(719, pauses)).toBe(false)
  expect(turn.due(720, pauses)).toBe(true)
})
