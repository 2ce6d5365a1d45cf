import b4a from 'b4a'
import type { Blake2b256 } from '../engine.js'
import type { OpId } from '../ids.js'
import type { Block } from '../op.js'
import { idByteLength, idFromBytes, idToBytes, seqByteLength, seqToBytes } from './id-bytes.js'

const opTag = b4a.from('hypergit/op/1')
const malformedTag = b4a.from('hypergit/malformed/1')

/** Hash of an op's body: what stands for it in the op's id, and in the purged form. */
export const bodyHash = (body: Uint8Array, blake2b256: Blake2b256): Uint8Array => blake2b256([body])

/**
 * BLAKE2b-256("hypergit/op/1" ‖ core ‖ seq as uint64 LE ‖ header bytes ‖ BLAKE2b-256(body bytes)), docs/protocol.md, section 3. The bytes of
 * the header are those of the block, without their length.
 */
export const computeOpId = (
  { core, seq }: Pick<Block, 'core' | 'seq'>,
  header: Uint8Array,
  hashOfBody: Uint8Array,
  blake2b256: Blake2b256,
): OpId => {
  // One part rather than five, and the core's bytes written in place: crossing into native code costs as much as the hash.
  const input = b4a.allocUnsafe(opTag.byteLength + 2 * idByteLength + seqByteLength + header.byteLength)
  input.set(opTag)
  b4a.write(input, core, opTag.byteLength, 'hex')
  const seqAt = opTag.byteLength + idByteLength
  input.set(seqToBytes(seq), seqAt)
  input.set(header, seqAt + seqByteLength)
  input.set(hashOfBody, seqAt + seqByteLength + header.byteLength)
  return idFromBytes(blake2b256([input])) as OpId
}

/**
 * BLAKE2b-256("hypergit/malformed/1" ‖ core ‖ seq as uint64 LE ‖ BLAKE2b-256(block)): stands for a malformed block in lists and in the state
 * hash. No op's id can equal it, so nothing can cite it.
 */
export const computeMalformedId = (block: Block, blake2b256: Blake2b256): OpId =>
  idFromBytes(
    blake2b256([malformedTag, idToBytes(block.core), seqToBytes(block.seq), blake2b256([block.bytes])]),
  ) as OpId
