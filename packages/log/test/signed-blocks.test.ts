import { tempDir, type TempDir } from '@hypergit/testing'
import { type CoreKey, coreKey } from '@hypergit/domain'
import b4a from 'b4a'
import Corestore from 'corestore'
import { assert, property, uint8Array } from 'fast-check'
import { provesBlocks } from '../src/index.js'
import { proveBlocks } from '../src/signed-blocks.js'
import { Author } from './author.js'
import { connect, holding, Homes } from './homes.js'

interface Sample {
  readonly core: CoreKey
  readonly blocks: readonly Uint8Array[]
  readonly prove: (length: number) => Promise<Uint8Array>
}

describe('The first blocks of a core', () => {
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

  const sample = async (name: string, length: number): Promise<Sample> => {
    const session = store.get({ keyPair: await store.createKeyPair(name), active: false })
    await session.ready()
    const blocks = Array.from({ length }, (_, place) => b4a.from(`block ${place} of ${name}`))
    await session.append(blocks)
    const prove = async (to: number): Promise<Uint8Array> => {
      const proof = await proveBlocks(session, to)
      if (proof === undefined) throw new Error(`nothing proves ${to} blocks`)
      return proof
    }
    return { core: coreKey(b4a.toString(session.key, 'hex')), blocks, prove }
  }

  test.each([1, 2, 3, 7, 8, 29, 64])('are shown by a signature over all %i of them or more', async (length) => {
    const { core, blocks, prove } = await sample(`whole ${length}`, length)
    for (let to = 1; to <= length; to++) {
      const proof = await prove(to)
      expect({ to, holds: provesBlocks(core, false, blocks.slice(0, to), proof) }).toEqual({ to, holds: true })
      expect(provesBlocks(core, false, blocks.slice(1, to), proof)).toBe(false)
      expect(provesBlocks(core, false, blocks.slice(0, to - 1), proof)).toBe(false)
    }
  })

  test('are not shown where any of them, the proof or the core is another', async () => {
    const { core, blocks, prove } = await sample('changed', 13)
    const other = await sample('other', 13)
    const proof = await prove(11)
    const held = blocks.slice(0, 11)
    held.forEach((_, place) => {
      const changed = held.with(place, b4a.from('changed'))
      expect({ place, holds: provesBlocks(core, false, changed, proof) }).toEqual({ place, holds: false })
    })
    expect(provesBlocks(core, false, held, await other.prove(11))).toBe(false)
    expect(provesBlocks(other.core, false, held, proof)).toBe(false)
    expect(provesBlocks(core, false, [], proof)).toBe(false)
    const unchecked = Array.from(proof.keys()).filter((at) => {
      const changed = b4a.from(proof)
      changed[at] = ((changed[at] ?? 0) + 1) % 256
      return provesBlocks(core, false, held, changed)
    })
    // Hypercore does not look at one byte of what it wraps a signature in; it says nothing of a core with one signer.
    expect(unchecked.length).toBeLessThanOrEqual(1)
    assert(
      property(uint8Array({ maxLength: 1_000 }), (bytes) => {
        expect(provesBlocks(core, false, held, bytes)).toBe(false)
      }),
    )
  })
})

describe('A log', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  test('proves the blocks that it has, whoever wrote them and however far the core goes on elsewhere', async () => {
    const [left, right] = [await homes.open(), await homes.open()]
    const log = await left.createLog()
    const alice = await Author.founder(log)
    await alice.chat(9)
    const copy = await right.openLog(log.id)
    connect(left, right)
    await holding(copy, alice.core, 10)
    for (const from of [log, copy]) {
      for (const length of [1, 4, 10]) {
        const proof = await from.prove(alice.core, length)
        const blocks = await from.read(alice.core, 0, length)
        expect(proof !== undefined && provesBlocks(alice.core, true, blocks, proof)).toBe(true)
      }
      expect(await from.prove(alice.core, 11)).toBeUndefined()
      expect(await from.prove(alice.core, 0)).toBeUndefined()
    }
  })
})
