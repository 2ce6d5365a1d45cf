import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Key, LogStore, Range, Write } from '../store/port.js'

const id = (digits: string): string => digits.padEnd(64, '0')
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const chain = (core: string, seq: number, op: string, value = bytes()): Write => ({
  collection: 'chain',
  key: [id(core), seq, id(op)],
  value,
})

/** What every LogStore must do; `open` gives a new, empty store each time. Close and removal are the caller's `dispose`. */
export const describeLogStore = (
  name: string,
  open: () => Promise<LogStore>,
  dispose: (store: LogStore) => Promise<void>,
): void => {
  describe(`${name} keeps the contract of a log's store`, () => {
    let store: LogStore
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => dispose(store))

    const keysOf = async (range: Range): Promise<Key[]> => {
      const keys: Key[] = []
      for await (const record of store.range('chain', range)) keys.push(record.key)
      return keys
    }
    const fill = () =>
      store.commit([
        chain('b', 0, '1'),
        chain('a', 256, '2'),
        chain('a', 2, '4'),
        chain('a', 2, '3'),
        chain('ab', 0, '5'),
        chain('a', 0, '6'),
      ])
    const a0 = [id('a'), 0, id('6')]
    const a2 = [id('a'), 2, id('3')]
    const a2fork = [id('a'), 2, id('4')]
    const a256 = [id('a'), 256, id('2')]
    const ab0 = [id('ab'), 0, id('5')]
    const b0 = [id('b'), 0, id('1')]

    it('gives back what was committed, byte for byte, and nothing else', async () => {
      await store.commit([
        { collection: 'op', key: [id('1')], value: bytes(0, 255, 7) },
        { collection: 'meta', key: [3], value: bytes() },
      ])
      expect(await store.get('op', [id('1')])).toEqual(bytes(0, 255, 7))
      expect(await store.get('meta', [3])).toEqual(bytes())
      expect(await store.get('op', [id('2')])).toBeUndefined()
      expect(await store.get('thread', [id('1')])).toBeUndefined()
    })

    it('reads many keys in the order asked for', async () => {
      await store.commit([
        { collection: 'meta', key: [1], value: bytes(1) },
        { collection: 'meta', key: [2], value: bytes(2) },
      ])
      expect(await store.getMany('meta', [[2], [9], [1]])).toEqual([bytes(2), undefined, bytes(1)])
      expect(await store.getMany('meta', [])).toEqual([])
    })

    it('replaces and deletes; of two writes to one key the later counts', async () => {
      await store.commit([
        { collection: 'meta', key: [1], value: bytes(1) },
        { collection: 'meta', key: [1], value: bytes(2) },
      ])
      expect(await store.get('meta', [1])).toEqual(bytes(2))
      await store.commit([
        { collection: 'meta', key: [1], value: bytes(3) },
        { collection: 'meta', key: [1], value: undefined },
      ])
      expect(await store.get('meta', [1])).toBeUndefined()
      await store.commit([{ collection: 'meta', key: [1], value: undefined }])
      await store.commit([
        { collection: 'meta', key: [1], value: undefined },
        { collection: 'meta', key: [1], value: bytes(4) },
      ])
      expect(await store.get('meta', [1])).toEqual(bytes(4))
    })

    it('orders keys part by part, integers as numbers', async () => {
      await fill()
      expect(await keysOf({})).toEqual([a0, a2, a2fork, a256, ab0, b0])
      expect(await keysOf({ reverse: true })).toEqual([b0, ab0, a256, a2fork, a2, a0])
    })

    it('takes bounds that are shorter than a key', async () => {
      await fill()
      expect(await keysOf({ gte: [id('a')], lte: [id('a')] })).toEqual([a0, a2, a2fork, a256])
      expect(await keysOf({ gt: [id('a')] })).toEqual([ab0, b0])
      expect(await keysOf({ lt: [id('ab')] })).toEqual([a0, a2, a2fork, a256])
      expect(await keysOf({ gte: [id('a'), 2], lte: [id('a')] })).toEqual([a2, a2fork, a256])
      expect(await keysOf({ gt: [id('a'), 2], lte: [id('a')] })).toEqual([a256])
      expect(await keysOf({ gte: [id('a')], lte: [id('a'), 2] })).toEqual([a0, a2, a2fork])
      expect(await keysOf({ gte: [id('a')], lt: [id('a'), 2] })).toEqual([a0])
    })

    it('takes whole keys as bounds, and limits from either end', async () => {
      await fill()
      expect(await keysOf({ gt: a2, lte: [id('a')] })).toEqual([a2fork, a256])
      expect(await keysOf({ gte: a2, lt: a256 })).toEqual([a2, a2fork])
      expect(await keysOf({ gte: a2, limit: 2 })).toEqual([a2, a2fork])
      expect(await keysOf({ lte: a2fork, reverse: true, limit: 2 })).toEqual([a2fork, a2])
      expect(await keysOf({ limit: 0 })).toEqual([])
    })

    it('holds the largest integers and ids', async () => {
      const largest = [Number.MAX_SAFE_INTEGER, 'f'.repeat(64)] as const
      await store.commit([
        { collection: 'authority', key: largest, value: bytes(1) },
        { collection: 'authority', key: [0, '0'.repeat(64)], value: bytes(0) },
      ])
      const found: Key[] = []
      for await (const record of store.range('authority', { gte: [0], lte: [Number.MAX_SAFE_INTEGER] }))
        found.push(record.key)
      expect(found).toEqual([[0, '0'.repeat(64)], [...largest]])
    })

    it('keeps a range that is being read apart from commits in between', async () => {
      await fill()
      const seen: Key[] = []
      for await (const record of store.range('chain', { gte: [id('a')], lte: [id('a')] })) {
        seen.push(record.key)
        await store.commit([chain('a', 1_000 + seen.length, '9')])
      }
      expect(seen).toEqual([a0, a2, a2fork, a256])
    })

    it('holds values of 128 KiB and batches of ten thousand writes', async () => {
      const large = new Uint8Array(128 * 1024).fill(7)
      await store.commit([{ collection: 'op', key: [id('1')], value: large }])
      expect(await store.get('op', [id('1')])).toEqual(large)
      await store.commit(Array.from({ length: 10_000 }, (_, seq) => chain('c', seq, 'd')))
      expect(await keysOf({ gte: [id('c'), 9_998], lte: [id('c')] })).toHaveLength(2)
    })
  })
}
