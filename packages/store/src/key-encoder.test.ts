import b4a from 'b4a'
import { array, assert, constantFrom, maxSafeNat, nat, oneof, property } from 'fast-check'
import { IndexEncoder } from 'hyperdb/runtime'
import { KeyEncoder } from './key-encoder.js'
import { partToField } from './key-fields.js'

/** Bytes that the encoding treats apart come often. */
const idDigits = array(oneof(constantFrom(0, 1, 2, 0xff), nat(255)), { minLength: 32, maxLength: 32 }).map((bytes) =>
  b4a.toString(Uint8Array.from(bytes), 'hex'),
)
const edges = [0, 0xfb, 0xfc, 0xffff, 0x1_0000, 0xffff_ffff, 0x1_0000_0000, Number.MAX_SAFE_INTEGER]
const uint = oneof(constantFrom(...edges), maxSafeNat())

describe('Keys', () => {
  it('have the bytes that index-encoder gives them', () => {
    const part = oneof(idDigits, uint)
    assert(
      property(uint, array(part, { maxLength: 4 }), (prefix, key) => {
        const encodings = key.map((one) => (typeof one === 'string' ? IndexEncoder.BUFFER : IndexEncoder.UINT))
        const reference = new IndexEncoder(encodings, { prefix }).encode(key.map(partToField))
        expect(b4a.toString(new KeyEncoder(prefix, 4).encode(key), 'hex')).toBe(b4a.toString(reference, 'hex'))
      }),
      { numRuns: 2_000 },
    )
  })
})
