import { untilOf } from './when.js'

const now = Date.parse('2030-01-01T00:00:00Z')

describe('--until', () => {
  test.each([
    ['7d', now + 7 * 86_400_000],
    ['12h', now + 12 * 3_600_000],
    ['2030-02-01', Date.parse('2030-02-01')],
    ['2030-02-01T10:30Z', Date.parse('2030-02-01T10:30Z')],
  ])('takes %s', (text, at) => expect(untilOf(text, now)).toBe(at))

  test.each(['soon', '-7d', '7', '2030-13-40', '', '1e999d'])('refuses %j and says what is valid', (text) => {
    expect(() => untilOf(text, now)).toThrow('ISO 8601')
  })

  test.each(['30m', '2029-01-01'])('refuses %s, which is too short', (text) => {
    expect(() => untilOf(text, now)).toThrow('less than an hour')
  })
})
