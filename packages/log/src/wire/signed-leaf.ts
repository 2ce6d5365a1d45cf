import { buffer, fixed32 } from 'compact-encoding'
import type { MerkleNode } from 'hypercore-crypto'
import type { CoreSigner } from '../core-manifest.js'
import { type Codec, count, list, struct } from './codec.js'
import { signer } from './messages.js'

/** Levels of a tree with 2⁵³ leaves. */
const nodesMax = 64

/** A leaf of a tree that a core's signer signed, and its way up. */
export interface SignedLeaf {
  readonly signer: CoreSigner
  /** The fork number and the length of the tree, as they were signed. */
  readonly fork: number
  readonly length: number
  readonly signature: Uint8Array
  readonly seq: number
  readonly leaf: Pick<MerkleNode, 'size' | 'hash'>
  /** The nodes beside the way from the leaf up to its root, from below. */
  readonly path: readonly MerkleNode[]
  /** The tree's other roots. */
  readonly roots: readonly MerkleNode[]
}

const node = struct<MerkleNode>({ index: count, size: count, hash: fixed32 })

export const signedLeaf: Codec<SignedLeaf> = struct<SignedLeaf>({
  signer,
  fork: count,
  length: count,
  signature: buffer,
  seq: count,
  leaf: struct<SignedLeaf['leaf']>({ size: count, hash: fixed32 }),
  path: list(node, nodesMax),
  roots: list(node, nodesMax),
})
