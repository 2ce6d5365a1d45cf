import { LanePace } from './lane-pace.js'

describe('LanePace', () => {
  let pace: LanePace
  beforeEach(() => {
    pace = new LanePace()
  })

  test('of a lane that was never heard of, nothing is in line', () => {
    expect(pace.isInLine(10, 0)).toBe(false)
  })

  test('a job is in line while answers come for jobs before it', () => {
    pace.answered(5, 100)
    expect([pace.isInLine(5, 99), pace.isInLine(10, 99)]).toEqual([true, true])
  })

  test('it is not once they end', () => {
    pace.answered(5, 100)
    expect(pace.isInLine(10, 100)).toBe(false)
  })

  test('it is not once a job that was sent after it is answered, whatever is answered then', () => {
    pace.answered(11, 100)
    pace.answered(5, 101)
    expect([pace.isInLine(10, 99), pace.isInLine(11, 99)]).toEqual([false, true])
  })
})
