import type { CoreKey } from '@hypergit/domain'
import b4a from 'b4a'
import { decode, encode } from 'compact-encoding'
import type { Proof } from 'hypercore'
import { data, type MerkleNode } from 'hypercore-crypto'
import { type CoreSigner, keyOfSigner } from './core-manifest.js'
import { climb, rootIndexes } from './leaf-proof.js'
import { isSigned, rootsOf, signTree } from './signed-tree.js'
import { signedLeaf, type SignedLeaf } from './wire/signed-leaf.js'

/**
 * One half of a proof that a core forked (docs/protocol.md, section 4, equivocation): who signs the core, a tree that they signed, and the leaf of
 * one seq with its way up. The block is not needed, so it stays small.
 */
export const encodeSignedLeaf = (half: SignedLeaf): Uint8Array => encode(signedLeaf, half)

/** The half that a proof of Hypercore's holds, as a peer sends it for one block; undefined where it is not a whole one. */
export const signedLeafOf = (signer: CoreSigner, { fork, block, upgrade }: Proof): Uint8Array | undefined => {
  if (block === null || block.value === null || upgrade === null || upgrade.start !== 0) return undefined
  if (upgrade.additionalNodes.length > 0) return undefined
  return encodeSignedLeaf({
    signer,
    fork,
    length: upgrade.length,
    signature: upgrade.signature,
    seq: block.index,
    leaf: { size: block.value.byteLength, hash: data(block.value) },
    path: block.nodes,
    roots: upgrade.nodes,
  })
}

/** Signs a tree over the blocks, and shows its last leaf. */
export const signLastLeaf = (signer: CoreSigner, secretKey: Uint8Array, blocks: readonly Uint8Array[]): SignedLeaf => {
  const seq = blocks.length - 1
  const block = blocks[seq]
  if (block === undefined) throw new RangeError('a tree without leaves shows none')
  const before = rootsOf(blocks.slice(0, seq))
  const roots = rootsOf(blocks)
  const own = roots.at(-1)
  // The way up from the last leaf is beside what the last root covers of the tree before.
  const path = before.filter(({ index }) => !roots.some((root) => root.index === index)).toReversed()
  return {
    signer,
    fork: 0,
    length: blocks.length,
    signature: signTree(signer, secretKey, roots, blocks.length),
    seq,
    leaf: { size: block.byteLength, hash: data(block) },
    path,
    roots: roots.filter((root) => root !== own),
  }
}

/** The full roots of what lies left of the leaf, if the half is what it says: every tree with those leaves has the same ones. */
export const nodesBefore = (core: CoreKey, seq: number, half: SignedLeaf): readonly MerkleNode[] | undefined => {
  if (half.seq !== seq || seq >= half.length || keyOfSigner(half.signer) !== core) return undefined
  const root = climb({ index: 2 * seq, ...half.leaf }, half.path)
  if (root === undefined) return undefined
  const roots = [...half.roots, root].sort((a, b) => a.index - b.index)
  const expected = rootIndexes(half.length)
  if (roots.length !== expected.length || roots.some(({ index }, place) => index !== expected[place])) return undefined
  if (!isSigned(core, half.signer, roots, half.length, half.signature, half.fork)) return undefined
  const beside = new Map([...half.path, ...roots].map((node) => [node.index, node]))
  const before = rootIndexes(seq).map((index) => beside.get(index))
  return before.every((node) => node !== undefined) ? before : undefined
}

/** Whether the half shows that the core's signer signed this block at that seq, in whatever tree. Total on any bytes. */
export const provesBlock = (core: CoreKey, seq: number, block: Uint8Array, proof: Uint8Array): boolean => {
  try {
    const half = decode(signedLeaf, b4a.from(proof))
    const leaf = { size: block.byteLength, hash: data(block) }
    return nodesBefore(core, seq, half) !== undefined && isSameNode(half.leaf, leaf)
  } catch {
    return false
  }
}

export const isSameNode = (a: Pick<MerkleNode, 'size' | 'hash'>, b: Pick<MerkleNode, 'size' | 'hash'>): boolean =>
  a.size === b.size && b4a.equals(a.hash, b.hash)

/**
 * Whether the two halves show that the core's signer signed two trees whose first difference is at `seq`. Needs nothing of the core; total on any
 * bytes, in time bounded by their length.
 */
export const provesEquivocation = (core: CoreKey, seq: number, proofA: Uint8Array, proofB: Uint8Array): boolean => {
  try {
    const [a, b] = [decode(signedLeaf, b4a.from(proofA)), decode(signedLeaf, b4a.from(proofB))]
    if (!b4a.equals(encode(signedLeaf, a), proofA) || !b4a.equals(encode(signedLeaf, b), proofB)) return false
    const [beforeA, beforeB] = [nodesBefore(core, seq, a), nodesBefore(core, seq, b)]
    if (beforeA === undefined || beforeB === undefined || isSameNode(a.leaf, b.leaf)) return false
    return beforeA.every((node, place) => {
      const other = beforeB[place]
      return other !== undefined && isSameNode(node, other)
    })
  } catch {
    // What cannot be read proves nothing.
    return false
  }
}
