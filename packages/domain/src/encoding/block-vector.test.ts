import { expect, test } from '@jest/globals'
import b4a from 'b4a'
import { coreKey, logId, opId } from '../ids.js'
import { blake2b256 } from '../testing/blake2b256.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { createBlockDecoder } from './decode-block.js'
import { encodeOp, encodePurged } from './encode-op.js'

const core = coreKey('22'.repeat(32))
const log = logId('11'.repeat(32))
const prev = opId('33'.repeat(32))
const at = { core, seq: 258 }
const parent = { core: coreKey('44'.repeat(32)), seq: 253, id: opId('55'.repeat(32)) }
const action = { type: 'thread.close', thread: opId('66'.repeat(32)), reason: 'fixed' } as const

/** Written out by hand from the layout in docs/protocol.md, section 3, so that another implementation can be held against it. */
const header = [
  '11'.repeat(32), // log
  '33'.repeat(32), // prev
  '01', // one parent
  `${'44'.repeat(32)}fdfd00${'55'.repeat(32)}`, // its core, seq 253 in the three-byte form, its id
  'fe40420f00', // at, 1,000,000 ms
  '0e', // thread.close is action 14
  '00', // flags of the envelope: no origin
  '66'.repeat(32), // thread
].join('')
const body = ['01', '05', b4a.toString(b4a.from('fixed'), 'hex')].join('')

const bytesOf = (hex: string): Uint8Array => b4a.from(hex, 'hex')
const lengthOf = (hex: string): string => b4a.toString(b4a.from([hex.length / 2]), 'hex')

test('a block and its id are these bytes', () => {
  const encoded = encodeOp({ log, prev, parents: [parent], at: 1_000_000, action }, at, { log, kind: 'repository' })
  if (!encoded.ok) throw new Error(encoded.problem)
  expect(b4a.toString(encoded.bytes, 'hex')).toBe(`0100${lengthOf(header)}${header}${lengthOf(body)}${body}`)

  const hashOfBody = blake2b256([bytesOf(body)])
  const seq = '0201000000000000'
  const hashed = b4a.concat([
    b4a.from('hypergit/op/1'),
    bytesOf('22'.repeat(32)),
    bytesOf(seq),
    bytesOf(header),
    hashOfBody,
  ])
  const decoder = createBlockDecoder({ log, kind: 'repository', blake2b256, ...trustingCrypto.proofs })
  const id = b4a.toString(blake2b256([hashed]), 'hex')
  expect(decoder.block({ ...at, bytes: encoded.bytes })).toMatchObject({
    kind: 'op',
    op: { id, action, parents: [parent] },
  })

  const purged = encodePurged(encoded.bytes, blake2b256) ?? new Uint8Array()
  expect(b4a.toString(purged, 'hex')).toBe(`0101${lengthOf(header)}${header}${b4a.toString(hashOfBody, 'hex')}`)
})

test('the id of a malformed block is this hash', () => {
  const bytes = bytesOf('0105')
  const decoder = createBlockDecoder({ log, kind: 'repository', blake2b256, ...trustingCrypto.proofs })
  const parts = [
    b4a.from('hypergit/malformed/1'),
    bytesOf('22'.repeat(32)),
    bytesOf('0201000000000000'),
    blake2b256([bytes]),
  ]
  const id = b4a.toString(blake2b256([b4a.concat(parts)]), 'hex')
  expect(decoder.block({ ...at, bytes })).toMatchObject({ kind: 'malformed', id })
})
