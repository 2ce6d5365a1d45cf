import { expect, it } from '@jest/globals'
import { assert, maxSafeInteger, nat, property, tuple, uniqueArray } from 'fast-check'
import { advanced, advances, countAt, emptyFrontier } from '../graph/frontier.js'
import { decodeFrontier, encodeFrontier } from './frontier-record.js'

const counts = uniqueArray(
  tuple(
    nat(70_000),
    maxSafeInteger().map((count) => 1 + Math.abs(count % 1e15)),
  ),
  { selector: ([chain]) => chain, maxLength: 300 },
)

describe('The record of a frontier', () => {
  it('reads back as the same frontier', () => {
    assert(
      property(counts, (entries) => {
        const frontier = advanced(emptyFrontier, entries)
        const bytes = encodeFrontier(frontier)
        encodeFrontier(advanced(emptyFrontier, [[3, 7]]))
        const read = decodeFrontier(bytes)
        for (const [chain, count] of entries) expect(countAt(read, chain)).toBe(count)
        expect(advances(read, emptyFrontier)).toEqual(advances(frontier, emptyFrontier))
      }),
      { numRuns: 300 },
    )
  })
})
