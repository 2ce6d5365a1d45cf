import type { CoreKey } from '@hypergit/domain'
import type { Proof } from 'hypercore'
import { data, type MerkleNode, parent } from 'hypercore-crypto'
import type { CoreSigner } from './core-manifest.js'
import { isSigned } from './signed-tree.js'

/** Leaves under the node with this index in flat-tree's numbering, where leaf n is 2n: a node's height is its number of trailing one bits. */
const spanOf = (index: number): number => {
  let span = 1
  for (let rest = index; rest % 2 === 1; rest = (rest - 1) / 2) span *= 2
  return span
}

/** Indexes of the full roots of a tree with that many leaves, from the left. */
export const rootIndexes = (length: number): readonly number[] => {
  const indexes: number[] = []
  let size = 1
  while (size * 2 <= length) size *= 2
  for (let done = 0; size >= 1; size /= 2) {
    if (done + size > length) continue
    indexes.push(2 * done + size - 1)
    done += size
  }
  return indexes
}

/** The root above a leaf, from the nodes beside the way up; undefined when they are not those. */
export const climb = (leaf: MerkleNode, path: readonly MerkleNode[]): MerkleNode | undefined => {
  let node = leaf
  for (const other of path) {
    const span = spanOf(node.index)
    const isLeft = Math.floor(node.index / (2 * span)) % 2 === 0
    if (other.index !== (isLeft ? node.index + 2 * span : node.index - 2 * span)) return undefined
    const [left, right] = isLeft ? [node, other] : [other, node]
    node = { index: left.index + span, size: left.size + right.size, hash: parent(left, right) }
  }
  return node
}

/**
 * The block that a proof from length 0 shows to be in a tree which the signer signed, whatever its fork number, and that tree's length; undefined
 * when it shows nothing. Needs nothing of the core, and is total on whatever a peer sends.
 */
export const provenLeaf = (
  core: CoreKey,
  signer: CoreSigner,
  proof: Proof,
): { readonly seq: number; readonly block: Uint8Array; readonly treeLength: number } | undefined => {
  const { block, upgrade, fork } = proof
  if (block === null || block.value === null || upgrade === null || upgrade.start !== 0) return undefined
  if (upgrade.additionalNodes.length > 0 || block.index >= upgrade.length) return undefined
  const root = climb({ index: 2 * block.index, size: block.value.byteLength, hash: data(block.value) }, block.nodes)
  if (root === undefined) return undefined
  const roots = [...upgrade.nodes, root].sort((a, b) => a.index - b.index)
  const expected = rootIndexes(upgrade.length)
  if (roots.length !== expected.length || roots.some(({ index }, place) => index !== expected[place])) return undefined
  if (!isSigned(core, signer, roots, upgrade.length, upgrade.signature, fork)) return undefined
  return { seq: block.index, block: block.value, treeLength: upgrade.length }
}
