import { AskTurn } from './ask-turn.js'

/** When a validator that is never heard of is asked, looked at each 3 ms as the sweeper does, from `fromMs` on. */
const questions = (turn: AskTurn, fromMs: number, untilMs: number): readonly number[] => {
  const asked: number[] = []
  for (let nowMs = fromMs; nowMs < untilMs; nowMs += 3) {
    if (!turn.due(nowMs)) continue
    turn.asked(nowMs)
    asked.push(nowMs)
  }
  return asked
}

describe('AskTurn', () => {
  let turn: AskTurn
  beforeEach(() => {
    turn = new AskTurn({ pauseMs: 5, pauseMaxMs: 60 })
  })

  test('the first question waits for nothing', () => {
    expect(turn.due(0)).toBe(true)
  })

  test('while no answer comes, each pause is twice the one before, up to a bound', () => {
    expect(questions(turn, 0, 250)).toEqual([0, 6, 18, 39, 81, 141, 201])
  })

  test('after an answer, however late, pauses begin anew', () => {
    questions(turn, 0, 100)
    turn.answered(100)
    expect(turn.due(104)).toBe(false)
    expect(questions(turn, 105, 130)).toEqual([105, 111, 123])
  })

  test('answers that go on coming put no question off', () => {
    turn.asked(0)
    for (const nowMs of [1, 2, 3, 4]) turn.answered(nowMs)
    expect(turn.due(5)).toBe(true)
  })

  test('a log that was answered for long ago is asked about at once', () => {
    turn.asked(0)
    turn.answered(1)
    expect(turn.due(1_000)).toBe(true)
  })
})
