import { describe, expect, test } from '@jest/globals'
import b4a from 'b4a'
import * as fc from 'fast-check'
import { logOfFounder, opId } from '../ids.js'
import { anyActionIn } from '../testing/action-arbitraries.js'
import { blake2b256 } from '../testing/blake2b256.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { coreOf } from '../testing/core-names.js'
import { joinWhole, splitBlock } from './block-layout.js'
import { createBlockDecoder } from './decode-block.js'
import { encodePurged, encodeUnchecked } from './encode-op.js'
import { limits } from './limits.js'

const core = coreOf('member')
const log = logOfFounder(coreOf('founder'))
const decoder = createBlockDecoder({ log, kind: 'repository', blake2b256, ...trustingCrypto.proofs })
const prev = opId('a'.repeat(64))
const decode = (bytes: Uint8Array) => decoder.block({ core, seq: 1, bytes })
const valid = anyActionIn('repository').map((action) =>
  encodeUnchecked({ log, prev, parents: [{ core: coreOf('other'), seq: 300, id: prev }], at: 2 ** 40, action }),
)
const title = (text: string): Uint8Array =>
  encodeUnchecked({
    log,
    prev,
    parents: [],
    at: 1,
    action: { type: 'thread.open', kind: 'issue', title: text, body: '' },
  })

const spliced = (bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array =>
  b4a.concat([bytes.subarray(0, at), added, bytes.subarray(Math.min(bytes.length, at + removed))])

/** Whatever the bytes, there is a value, and an op only for the bytes that its author would have written. */
const expectTotal = (bytes: Uint8Array): void => {
  const decoded = decode(bytes)
  decoder.first({ core, seq: 0, bytes })
  const purged = decoder.purged({ core, seq: 1, bytes: encodePurged(bytes, blake2b256) ?? bytes })
  if (decoded.kind !== 'op') return
  expect(purged).toMatchObject({ kind: 'op', op: { id: decoded.op.id } })
  expect(b4a.equals(encodeUnchecked(decoded.op), bytes)).toBe(true)
}

describe('decoding is total', () => {
  test('on random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), expectTotal), { numRuns: 10_000 })
  })

  test('on random bytes in the place of header and body', () => {
    const parts = fc.tuple(fc.uint8Array({ maxLength: 150 }), fc.uint8Array({ maxLength: 50 }))
    fc.assert(
      fc.property(parts, ([header, body]) => expectTotal(joinWhole(header, body))),
      { numRuns: 10_000 },
    )
  })

  test('on what a few changes make of valid blocks', () => {
    const change = fc.tuple(fc.nat(400), fc.nat(3), fc.uint8Array({ maxLength: 3 }))
    const blocks = fc.sample(valid, { numRuns: 500, seed: 1 })
    fc.assert(
      fc.property(fc.constantFrom(...blocks), fc.array(change, { minLength: 1, maxLength: 3 }), (bytes, changes) => {
        let changed = bytes
        for (const [at, removed, added] of changes)
          changed = spliced(changed, at % (changed.length + 1), removed, added)
        expectTotal(changed)
      }),
      { numRuns: 30_000 },
    )
  })

  test('on a list that counts far more entries than there are bytes', () => {
    const header = b4a.concat([b4a.alloc(64), b4a.from([0xfe, 0xff, 0xff, 0x0f, 0x00])])
    expect(decode(joinWhole(header, b4a.alloc(0)))).toMatchObject({ kind: 'malformed' })
  })

  test('on any block cut short', () => {
    const bytes = title('crash')
    for (let end = 0; end < bytes.length; end++) expect(decode(bytes.subarray(0, end)).kind).toBe('malformed')
  })
})

describe('an op has one form only', () => {
  const bytes = title('crash')
  const layout = splitBlock(bytes)
  if (layout.kind !== 'whole') throw new Error('the example is a whole block')
  const { header, body } = layout

  test.each([
    ['bytes after the end', b4a.concat([bytes, b4a.from([0])])],
    ['bytes after the header', joinWhole(b4a.concat([header, b4a.from([0])]), body)],
    ['bytes after the body', joinWhole(header, b4a.concat([body, b4a.from([0])]))],
    ['an unknown flag', joinWhole(spliced(header, header.length - 1, 1, b4a.from([0x80])), body)],
    ['a longer form of the version', b4a.concat([b4a.from([0xfd, 1, 0]), bytes.subarray(1)])],
    ['a longer form of the body length', spliced(bytes, 2 + 1 + header.length, 1, b4a.from([0xfd, body.length, 0]))],
    ['a longer form of a text length', joinWhole(header, spliced(body, 0, 1, b4a.from([0xfd, 5, 0])))],
    ['text that is no UTF-8', joinWhole(header, spliced(body, 1, 3, b4a.from([0xf0, 0x90, 0x80])))],
    ['half a surrogate pair', joinWhole(header, spliced(body, 1, 3, b4a.from([0xed, 0xa0, 0x80])))],
    ['version 0', b4a.concat([b4a.from([0]), bytes.subarray(1)])],
    ['a third form', b4a.concat([b4a.from([1, 2]), bytes.subarray(2)])],
    ['a block over its limit', b4a.concat([bytes, b4a.alloc(limits.envelopeBytesMax)])],
  ])('%s is malformed', (_, changed) => {
    expect(decode(bytes).kind).toBe('op')
    expect(decode(changed).kind).toBe('malformed')
  })

  test('a higher version is not judged', () => {
    expect(decode(b4a.from([2]))).toEqual({ kind: 'future', version: 2 })
    expect(decode(b4a.from([0xfd, 0x00, 0x01, 1, 2, 3]))).toEqual({ kind: 'future', version: 256 })
    expect(decode(b4a.from([0xfd, 0x02, 0x00])).kind).toBe('malformed')
    expect(decode(b4a.from('ffffffffffffffffff', 'hex')).kind).toBe('malformed')
  })

  test('malformed blocks differ in id by core, seq and bytes, and from every op', () => {
    const garbage = b4a.from('\u0001garbage')
    const ids = [
      decode(garbage),
      decode(b4a.from('\u0001other garbage')),
      decoder.block({ core, seq: 2, bytes: garbage }),
      decoder.block({ core: coreOf('other'), seq: 1, bytes: garbage }),
    ].map((decoded) => (decoded.kind === 'malformed' ? decoded.id : decoded.kind))
    expect(new Set(ids).size).toBe(4)
  })
})
