import { expect, it } from '@jest/globals'
import { array, assert, boolean, constantFrom, integer, nat, property, record, string } from 'fast-check'
import { OrderedMap } from './ordered-map.js'

const key = string({ unit: constantFrom('a', 'b', 'c'), maxLength: 3 })
const step = record({
  does: constantFrom('set', 'set', 'delete', 'read'),
  key,
  to: key,
  reverse: boolean(),
  limit: integer({ min: 0, max: 5 }),
})

const text = (number: number): string => String(number).padStart(5, '0')

describe('An ordered map', () => {
  it('reads like the sorted entries of a map, whatever was set and deleted in between', () => {
    assert(
      property(array(step, { maxLength: 60 }), (steps) => {
        const map = new OrderedMap<number>()
        const model = new Map<string, number>()
        for (const [value, { does, key: at, to, reverse, limit }] of steps.entries()) {
          if (does === 'set') [map, model].forEach((one) => one.set(at, value))
          else if (does === 'delete') [map, model].forEach((one) => one.delete(at))
          else {
            const between = [...model]
              .filter(([text]) => at <= text && text < to)
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
            if (reverse) between.reverse()
            expect(map.slice(at, to, reverse, limit)).toEqual(between.slice(0, limit))
          }
          expect(map.get(at)).toBe(model.get(at))
          expect(map.size).toBe(model.size)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps its order over many chunks', () => {
    assert(
      property(array(nat(20_000), { minLength: 2_000, maxLength: 4_000 }), (numbers) => {
        const map = new OrderedMap<number>()
        for (const [index, number] of numbers.entries()) {
          map.set(text(number), number)
          if (index % 500 === 0) map.slice('', '~', false, 1)
          if (index % 3 === 0) map.delete(text(numbers[index >> 1] ?? 0))
        }
        const kept = [...new Set(numbers)]
          .filter((number) => map.get(text(number)) !== undefined)
          .toSorted((a, b) => a - b)
        expect(map.slice('', '~', false, Number.POSITIVE_INFINITY).map(([, number]) => number)).toEqual(kept)
        expect(map.slice('', '~', true, 7).map(([, number]) => number)).toEqual(kept.slice(-7).toReversed())
      }),
      { numRuns: 20 },
    )
  })
})
