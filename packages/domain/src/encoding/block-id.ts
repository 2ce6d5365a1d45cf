import b4a from 'b4a'
import type { Blake2b256 } from '../engine.js'
import { opId, type OpId } from '../ids.js'
import type { Block } from '../op.js'
import { idFromBytes, idToBytes, seqToBytes } from './id-bytes.js'

const opTag = b4a.from('hypergit/op/1')
const malformedTag = b4a.from('hypergit/malformed/1')

/** Hash of an op's body: what stands for it in the op's id, and in the purged form. */
export const bodyHash = (body: Uint8Array, blake2b256: Blake2b256): Uint8Array => blake2b256([body])

/**
 * BLAKE2b-256("hypergit/op/1" ‖ core ‖ seq as uint64 LE ‖ header bytes ‖ BLAKE2b-256(body bytes)), docs/protocol.md, section 3. The bytes of
 * the header are those of the block, without their length.
 */
export const computeOpId = (
  at: Pick<Block, 'core' | 'seq'>,
  header: Uint8Array,
  hashOfBody: Uint8Array,
  blake2b256: Blake2b256,
): OpId => opId(idFromBytes(blake2b256([opTag, idToBytes(at.core), seqToBytes(at.seq), header, hashOfBody])))

/**
 * BLAKE2b-256("hypergit/malformed/1" ‖ core ‖ seq as uint64 LE ‖ BLAKE2b-256(block)): stands for a malformed block in lists and in the state
 * hash. No op's id can equal it, so nothing can cite it.
 */
export const computeMalformedId = (block: Block, blake2b256: Blake2b256): OpId =>
  opId(
    idFromBytes(blake2b256([malformedTag, idToBytes(block.core), seqToBytes(block.seq), blake2b256([block.bytes])])),
  )
