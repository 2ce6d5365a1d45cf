import { expect, test } from '@jest/globals'
import { StatusTurn } from './status-turn.js'

const pauses = { statusMs: 2, repeatMs: 60, refreshMs: 900 }

test('a state is told at once, once more soon, and then rarely', () => {
  const turn = new StatusTurn()
  expect(turn.due(0, pauses)).toBe(true)
  turn.sent(0, 1)
  expect(turn.due(59, pauses)).toBe(false)
  expect(turn.due(60, pauses)).toBe(true)
  turn.sent(60, 1)
  expect(turn.due(959, pauses)).toBe(false)
  expect(turn.due(960, pauses)).toBe(true)
})

test('a change is told at once, but not again within the pause', () => {
  const turn = new StatusTurn()
  turn.sent(0, 1)
  turn.change()
  expect(turn.due(1, pauses)).toBe(false)
  expect(turn.due(2, pauses)).toBe(true)
})
