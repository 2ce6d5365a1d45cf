import type { CoreKey } from '@hypergit/domain'
import b4a from 'b4a'
import Verifier from 'hypercore/lib/verifier.js'
import caps from 'hypercore/lib/caps.js'
import { data, type MerkleNode, parent, tree } from 'hypercore-crypto'
import { type CoreSigner, keyOfSigner, manifestOf } from './core-manifest.js'

/** Appends a leaf to the full roots of a Merkle tree of `length` leaves, as flat-tree numbers its nodes. */
const appendLeaf = (roots: MerkleNode[], length: number, block: Uint8Array): void => {
  roots.push({ index: 2 * length, size: block.byteLength, hash: data(block) })
  for (let span = 1, leaves = length + 1; leaves % 2 === 0; leaves /= 2, span *= 2) {
    const right = roots.pop()
    const left = roots.pop()
    if (right === undefined || left === undefined) throw new RangeError('roots do not belong to a tree of that length')
    roots.push({ index: left.index + span, size: left.size + right.size, hash: parent(left, right) })
  }
}

/** The full roots of the Merkle tree over `blocks`. */
export const rootsOf = (blocks: readonly Uint8Array[]): readonly MerkleNode[] => {
  const roots: MerkleNode[] = []
  blocks.forEach((block, seq) => appendLeaf(roots, seq, block))
  return roots
}

const treeOf = (core: CoreKey, roots: readonly MerkleNode[], length: number, fork: number) => {
  const treeHash = tree(roots)
  return { length, signable: (): Uint8Array => caps.treeSignable(b4a.from(core, 'hex'), treeHash, length, fork) }
}

/** The signer's signature over a tree of `length` leaves with these roots and fork number 0. */
export const signTree = (
  signer: CoreSigner,
  secretKey: Uint8Array,
  roots: readonly MerkleNode[],
  length: number,
): Uint8Array =>
  Verifier.fromManifest(manifestOf(signer)).sign(treeOf(keyOfSigner(signer), roots, length, 0), {
    publicKey: signer.publicKey,
    secretKey,
  })

/** Whether `signature` is the signer's over a tree of `length` leaves with these roots and that fork number. Total on any bytes. */
export const isSigned = (
  core: CoreKey,
  signer: CoreSigner,
  roots: readonly MerkleNode[],
  length: number,
  signature: Uint8Array,
  fork = 0,
): boolean => {
  try {
    return Verifier.fromManifest(manifestOf(signer)).verify(treeOf(core, roots, length, fork), signature)
  } catch {
    // Hypercore throws on a signature that cannot be taken apart, which is as wrong as one that does not fit.
    return false
  }
}
