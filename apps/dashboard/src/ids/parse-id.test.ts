import { toZ32 } from '@hypergit/domain'
import { idRange, parseId } from './parse-id.js'

const id = 'b1'.repeat(32)

describe('ids at the door', () => {
  test.each([toZ32(id), id, id.toUpperCase(), `hypergit://${toZ32(id)}`])('%s is an id', (form) =>
    expect(parseId(form)).toBe(id),
  )
  test.each(['', 'abc', id.slice(1), 'l'.repeat(52), '../../etc/passwd'])('%j is none', (text) =>
    expect(parseId(text)).toBeUndefined(),
  )

  test('an id or at least eight characters of its beginning bound it', () => {
    expect(idRange(toZ32(id))).toEqual({ low: id, high: id })
    expect(idRange(toZ32(id).slice(0, 7))).toBeUndefined()
    const range = idRange(toZ32(id).slice(0, 8))
    expect(range !== undefined && range.low <= id && id <= range.high).toBe(true)
  })
})
