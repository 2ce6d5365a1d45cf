import { type CoreKey, coreKey, opId } from '@hypergit/domain'
import { assert, integer, property, tuple, uint8Array, uniqueArray } from 'fast-check'
import type { HeadRecord } from './head-record.js'
import { bucketCount, digestByteLength, HeadTable } from './head-table.js'

const record = (core: CoreKey, length: number): HeadRecord => ({
  core,
  length,
  id: opId(length.toString(16).padStart(64, '0')),
  byteLength: length,
  day: 0,
  dayOps: 0,
  dayBytes: 0,
})

const anyRecord = tuple(uint8Array({ minLength: 32, maxLength: 32 }), integer({ min: 1, max: 1_000_000 })).map(
  ([key, length]) => record(coreKey(Buffer.from(key).toString('hex')), length),
)

describe('the heads of a log', () => {
  test('have digests that depend on the set alone', () => {
    assert(
      property(uniqueArray(anyRecord, { selector: ({ core }) => core, maxLength: 60 }), (records) => {
        const forward = new HeadTable(records)
        const backward = new HeadTable(records.toReversed())
        expect(backward.digests()).toEqual(forward.digests())
        expect(forward.digests().byteLength).toBe(bucketCount * digestByteLength)
      }),
    )
  })

  test('differ in one bucket when one head does', () => {
    const table = new HeadTable([record(coreKey('05'.padEnd(64, '0')), 1), record(coreKey('ff'.repeat(32)), 1)])
    const before = Buffer.from(table.digests())
    table.set(record(coreKey('05'.padEnd(64, '0')), 2))
    const after = Buffer.from(table.digests())
    const changed = Array.from({ length: bucketCount }, (_, place) => place).filter((place) => {
      const [start, end] = [place * digestByteLength, (place + 1) * digestByteLength]
      return !before.subarray(start, end).equals(after.subarray(start, end))
    })
    expect(changed).toEqual([5])
    expect(table.byteLength).toBe(3)
  })

  test('come page by page in the order of their cores, each once', () => {
    assert(
      property(
        uniqueArray(anyRecord, { selector: ({ core }) => core, maxLength: 60 }),
        integer({ min: 1, max: 7 }),
        (records, max) => {
          const table = new HeadTable(records)
          const seen: CoreKey[] = []
          for (let done = false; !done;) {
            const page = table.page(() => true, seen.at(-1), max)
            expect(page.heads.length).toBeLessThanOrEqual(max)
            seen.push(...page.heads.map(({ core }) => core))
            done = page.done
          }
          expect(seen).toEqual(records.map(({ core }) => core).toSorted())
        },
      ),
    )
  })

  test('show what is under a verdict only up to there', () => {
    const core = coreKey('ab'.repeat(32))
    const kept = new HeadTable([{ ...record(core, 9), keep: 4, keepId: record(core, 4).id }])
    expect(kept.digests()).toEqual(new HeadTable([record(core, 4)]).digests())
    expect(kept.page(() => true, undefined, 5).heads).toEqual([{ core, length: 4, id: record(core, 4).id }])
  })
})
