import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { anyId } from '../testing/action-arbitraries.js'
import { idBeginsWith, idRangeOfZ32, linkOf, parseId, toZ32 } from './z32.js'

describe('an id', () => {
  test('is read from each way of writing it', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        for (const text of [id, toZ32(id), linkOf(id), ` ${linkOf(id)}/ `, id.toUpperCase(), toZ32(id).toUpperCase()]) {
          expect(parseId(text)).toEqual({ ok: true, id })
        }
        expect(toZ32(id)).toHaveLength(52)
      }),
    )
  })

  test.each([
    ['nothing', ''],
    ['a name', 'my-repository'],
    ['a character too few', 'y'.repeat(51)],
    ['a character too many', 'y'.repeat(53)],
    ['a character outside of z-base-32', `${'y'.repeat(51)}l`],
    ['a second spelling of an id', `${'y'.repeat(51)}b`],
    ['another scheme', `https://${'y'.repeat(52)}`],
    ['a path below a link', `hypergit://${'y'.repeat(52)}/x`],
  ])('is not %s', (_, text) => {
    expect(parseId(text)).toMatchObject({ ok: false, problem: expect.stringContaining('is no id') })
  })
})

describe('the beginning of an id', () => {
  test('gives the range of all that begin so', () => {
    fc.assert(
      fc.property(anyId, anyId, fc.integer({ min: 1, max: 52 }), (id, other, length) => {
        const prefix = toZ32(id).slice(0, length)
        const range = idRangeOfZ32(prefix)
        if (range === undefined) throw new Error(`no range for ${prefix}`)
        for (const each of [id, other]) {
          expect(range.first <= each && each <= range.last).toBe(toZ32(each).startsWith(prefix))
        }
        expect(idBeginsWith(id, prefix)).toBe(true)
        expect(idBeginsWith(id, id.slice(0, length))).toBe(true)
      }),
    )
  })

  test.each(['', 'l', 'yy!', 'y'.repeat(53), `${'y'.repeat(51)}b`])('%p begins no id', (prefix) => {
    expect(idRangeOfZ32(prefix)).toBeUndefined()
  })
})
