import { type TempDir, tempDir } from '@hypergit/testing'
import { type CoreKey } from '@hypergit/domain'
import b4a from 'b4a'
import Corestore from 'corestore'
import type { CoreKeyPair } from 'hypercore'
import { type CoreSigner, keyOfSigner, manifestOf } from '../src/core-manifest.js'
import type { StorageFailedError } from '../src/errors.js'
import { CorePool } from '../src/storage/core-pool.js'
import { CoreStore, type SignedTail } from '../src/storage/core-store.js'

interface Place {
  readonly store: Corestore
  readonly pool: CorePool
  readonly cores: CoreStore
  readonly failures: StorageFailedError[]
}

describe('a store of cores', () => {
  const dirs: TempDir[] = []
  const places: Place[] = []

  const open = async (): Promise<Place> => {
    const dir = await tempDir()
    dirs.push(dir)
    const store = new Corestore(dir.path)
    await store.ready()
    const pool = new CorePool(store, { openCoresMax: 4, idleMs: 30_000 })
    const failures: StorageFailedError[] = []
    const place = {
      store,
      pool,
      failures,
      cores: new CoreStore({ pool, onFailure: (failure) => failures.push(failure) }),
    }
    places.push(place)
    return place
  }

  afterEach(async () => {
    for (const { pool, store } of places.splice(0)) {
      await pool.close()
      await store.close()
    }
    for (const dir of dirs.splice(0)) await dir.remove()
  })

  const author = async (
    { store }: Place,
    name = 'a',
  ): Promise<{ core: CoreKey; signer: CoreSigner; keyPair: CoreKeyPair }> => {
    const keyPair = await store.createKeyPair(name)
    const signer = { publicKey: keyPair.publicKey }
    return { core: keyOfSigner(signer), signer, keyPair }
  }

  const write = async (place: Place, blocks: readonly string[], name?: string): Promise<SignedTail> => {
    const { core, signer, keyPair } = await author(place, name)
    const fresh = { manifest: manifestOf(signer), keyPair }
    return place.cores.append(
      core,
      blocks.map((block) => b4a.from(block)),
      { fresh, keyPair },
      () => undefined,
      undefined,
    )
  }

  test('takes the end of a core, all of it or what is new, in any order of arrival', async () => {
    const [left, right] = [await open(), await open()]
    const first = await write(left, ['one', 'two'])
    const second = await write(left, ['three'])
    expect(await right.cores.appendTail(second)).toEqual({ kind: 'gap' })
    expect(await right.cores.appendTail(first)).toMatchObject({ kind: 'stored', from: 0, treeLength: 2 })
    expect(await right.cores.appendTail(first)).toEqual({ kind: 'known' })
    const whole = { ...second, from: 0, blocks: [...first.blocks, ...second.blocks] }
    expect(await right.cores.appendTail(whole)).toMatchObject({ kind: 'stored', from: 2, blocks: second.blocks })
  })

  test('takes nothing that the signature does not cover, and goes on afterwards', async () => {
    const [left, right] = [await open(), await open()]
    const first = await write(left, ['one'])
    const second = await write(left, ['two'])
    await right.cores.appendTail(first)
    for (const wrong of [
      { ...second, blocks: [b4a.from('forged')] },
      { ...second, blocks: [...second.blocks, b4a.from('more')] },
      { ...second, signature: first.signature },
      { ...second, signature: b4a.from('short') },
    ])
      expect(await right.cores.appendTail(wrong)).toEqual({ kind: 'bad-proof' })
    expect(await right.cores.appendTail(second)).toMatchObject({ kind: 'stored', from: 1 })
    expect(right.failures).toEqual([])
  })

  test('holds few cores open', async () => {
    const place = await open()
    for (let number = 0; number < 20; number++) await write(place, ['block'], `core ${number}`)
    expect(place.pool.openCount).toBeLessThanOrEqual(4)
  })

  test('writes nothing more after a write failed, and says so once', async () => {
    const place = await open()
    await write(place, ['one'])
    place.cores.stop(new Error('no space left on device'))
    await expect(write(place, ['two'])).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    await expect(write(place, ['block'], 'another')).rejects.toBe(place.failures[0])
    place.cores.stop(new Error('and another'))
    expect(place.failures).toHaveLength(1)
  })
})
