import type { CoreKey } from '@hypergit/domain'
import b4a from 'b4a'
import { decode, encode } from 'compact-encoding'
import type Hypercore from 'hypercore'
import { data } from 'hypercore-crypto'
import { signs } from './core-manifest.js'
import { isSameNode, nodesBefore, signedLeafOf } from './equivocation-proof.js'
import { rootsOf } from './signed-tree.js'
import { signedState } from './storage/core-store.js'
import { signedLeaf } from './wire/signed-leaf.js'

/** An append between reading the length and the tree gives a proof of neither; it is then made again. */
const attemptsMax = 5

/** What shows blocks `[0, length)` of an open core: the last of them under the signature of the whole tree. Undefined for what has no signed tree. */
export const proveBlocks = async (session: Hypercore, length: number): Promise<Uint8Array | undefined> => {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const treeLength = session.length
    if (length < 1 || length > treeLength) return undefined
    const proof = await session.proof({
      block: { index: length - 1, nodes: 0 },
      upgrade: { start: 0, length: treeLength },
    })
    if (session.length !== treeLength) continue
    const half = signedLeafOf(signedState(session).signer, proof)
    return half === undefined ? undefined : half
  }
  return undefined
}

/**
 * Whether the proof (`Log.prove`) shows that the core's signer signed a tree, never forked, that begins with these blocks. Needs nothing of the
 * core; total on any bytes, in time bounded by the blocks' length.
 */
export const provesBlocks = (
  core: CoreKey,
  isFounder: boolean,
  blocks: readonly Uint8Array[],
  proof: Uint8Array,
): boolean => {
  try {
    const seq = blocks.length - 1
    const last = blocks[seq]
    if (last === undefined) return false
    const half = decode(signedLeaf, b4a.from(proof))
    if (half.fork !== 0 || !signs(half.signer, core, isFounder) || !b4a.equals(encode(signedLeaf, half), proof))
      return false
    const before = nodesBefore(core, seq, half)
    if (before === undefined || !isSameNode(half.leaf, { size: last.byteLength, hash: data(last) })) return false
    return rootsOf(blocks.slice(0, seq)).every((node, place) => {
      const shown = before[place]
      return shown !== undefined && isSameNode(node, shown)
    })
  } catch {
    // What cannot be read proves nothing.
    return false
  }
}
