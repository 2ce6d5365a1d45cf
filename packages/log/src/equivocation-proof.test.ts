import { describe, expect, it } from '@jest/globals'
import b4a from 'b4a'
import { assert, array, constantFrom, nat, property, uint8Array } from 'fast-check'
import { keyPair } from 'hypercore-crypto'
import { keyOfSigner } from './core-manifest.js'
import { encodeSignedLeaf, provesEquivocation, signLastLeaf } from './equivocation-proof.js'

const pair = keyPair(b4a.alloc(32, 7))
const signer = { publicKey: pair.publicKey }
const core = keyOfSigner(signer)
const blocks = (count: number, last: string): Uint8Array[] =>
  Array.from({ length: count }, (_, seq) => b4a.from(seq === count - 1 ? last : `block ${seq}`))
const half = (count: number, last: string, keys = pair): Uint8Array =>
  encodeSignedLeaf(signLastLeaf({ publicKey: keys.publicKey }, keys.secretKey, blocks(count, last)))

describe('Two halves', () => {
  it('prove a fork at the first seq that differs, in a tree of any length', () => {
    for (let count = 1; count <= 40; count++)
      expect({ count, proven: provesEquivocation(core, count - 1, half(count, 'one'), half(count, 'other')) }).toEqual({
        count,
        proven: true,
      })
  })

  it('take about a kilobyte each in a core of 100,000 blocks', () => {
    const many = encodeSignedLeaf(
      signLastLeaf(
        signer,
        pair.secretKey,
        Array.from({ length: 100_000 }, () => b4a.from('block')),
      ),
    )
    expect(many.byteLength).toBeLessThan(1_300)
  })

  it('prove nothing where the blocks are the same', () => {
    expect(provesEquivocation(core, 4, half(5, 'one'), half(5, 'one'))).toBe(false)
  })

  it('prove nothing of another core, or at another seq', () => {
    const other = keyOfSigner({ publicKey: keyPair(b4a.alloc(32, 8)).publicKey })
    expect(provesEquivocation(other, 4, half(5, 'one'), half(5, 'other'))).toBe(false)
    expect(provesEquivocation(core, 3, half(5, 'one'), half(5, 'other'))).toBe(false)
  })

  it('prove nothing under another signature', () => {
    const thief = keyPair(b4a.alloc(32, 9))
    const forged = signLastLeaf({ publicKey: pair.publicKey }, thief.secretKey, blocks(5, 'other'))
    expect(provesEquivocation(core, 4, half(5, 'one'), encodeSignedLeaf(forged))).toBe(false)
  })

  it('prove nothing where the trees differed before', () => {
    const elsewhere = encodeSignedLeaf(
      signLastLeaf(signer, pair.secretKey, [b4a.from('first'), ...blocks(5, 'other').slice(1)]),
    )
    expect(provesEquivocation(core, 4, half(5, 'one'), elsewhere)).toBe(false)
    expect(provesEquivocation(core, 0, half(5, 'one'), elsewhere)).toBe(false)
  })

  it('of a core that did not fork prove nothing, and never throw, whatever is changed in them', () => {
    const a = half(6, 'one')
    assert(
      property(nat(a.byteLength - 1), nat({ max: 254 }), (at, by) => {
        const changed = b4a.from(a)
        changed[at] = ((changed[at] ?? 0) + 1 + by) % 256
        expect(provesEquivocation(core, 5, a, changed)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
    assert(
      property(array(constantFrom(0, 1, 255), { minLength: 1, maxLength: 8 }), (more) => {
        expect(provesEquivocation(core, 5, a, b4a.concat([a, Uint8Array.from(more)]))).toBe(false)
      }),
    )
    assert(
      property(uint8Array({ maxLength: 2_000 }), nat(), (bytes, seq) => {
        expect(provesEquivocation(core, seq, bytes, a)).toBe(false)
      }),
    )
  })
})
