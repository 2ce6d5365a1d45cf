import { tempDir, type TempDir } from '@hypergit/testing'
import { type CoreKey, coreKey } from '@hypergit/domain'
import b4a from 'b4a'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import type { Proof } from 'hypercore'
import { provenLeaf, rootIndexes } from '../src/leaf-proof.js'
import { isSigned, rootsOf } from '../src/signed-tree.js'
import { signedState } from '../src/storage/core-store.js'

describe('a tree as Hypercore signs it', () => {
  let dir: TempDir
  let store: Corestore

  beforeAll(async () => {
    dir = await tempDir()
    store = new Corestore(dir.path)
    await store.ready()
  })

  afterAll(async () => {
    await store.close()
    await dir.remove()
  })

  const sample = async (length: number): Promise<{ session: Hypercore; core: CoreKey; blocks: Uint8Array[] }> => {
    const session = store.get({ keyPair: await store.createKeyPair(`sample ${length}`), active: false })
    await session.ready()
    const blocks = Array.from({ length }, (_, place) => b4a.from(`block ${place} of ${length}`))
    await session.append(blocks)
    return { session, core: coreKey(b4a.toString(session.key, 'hex')), blocks }
  }

  test.each([1, 2, 3, 5, 8, 13, 64, 100])(
    'of %i blocks is computed, and each of its leaves is proven',
    async (length) => {
      const { session, core, blocks } = await sample(length)
      const { signer, signature } = signedState(session)
      expect(rootIndexes(length)).toEqual(rootsOf(blocks).map(({ index }) => index))
      expect(isSigned(core, signer, rootsOf(blocks), length, signature)).toBe(true)
      expect(isSigned(core, signer, rootsOf(blocks.slice(1)), length - 1, signature)).toBe(false)
      for (const seq of new Set([0, length >> 1, length - 1])) {
        const proof = await session.proof({ block: { index: seq, nodes: 0 }, upgrade: { start: 0, length } })
        expect(provenLeaf(core, signer, proof)).toEqual({ seq, block: blocks[seq], treeLength: length })
      }
    },
  )

  test('shows nothing when any part of a proof is another', async () => {
    const { session, core } = await sample(11)
    const { signer } = signedState(session)
    const proof = await session.proof({ block: { index: 6, nodes: 0 }, upgrade: { start: 0, length: 11 } })
    const { block, upgrade } = proof
    if (block === null || upgrade === null) throw new Error('no proof')
    const [node] = block.nodes
    if (node === undefined) throw new Error('no path')
    const wrong: Proof[] = [
      { ...proof, fork: 1 },
      { ...proof, block: null },
      { ...proof, upgrade: null },
      { ...proof, block: { ...block, index: 7 } },
      { ...proof, block: { ...block, index: 2 ** 40 } },
      { ...proof, block: { ...block, value: b4a.from('other') } },
      { ...proof, block: { ...block, nodes: block.nodes.slice(1) } },
      { ...proof, block: { ...block, nodes: [{ ...node, size: node.size + 1 }, ...block.nodes.slice(1)] } },
      { ...proof, upgrade: { ...upgrade, length: 12 } },
      { ...proof, upgrade: { ...upgrade, nodes: [] } },
      { ...proof, upgrade: { ...upgrade, signature: b4a.alloc(66) } },
      { ...proof, upgrade: { ...upgrade, signature: b4a.alloc(3) } },
    ]
    expect(wrong.map((other) => provenLeaf(core, signer, other))).toEqual(wrong.map(() => undefined))
  })
})
