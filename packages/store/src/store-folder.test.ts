import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LogId, logId, type LogStore } from '@hypergit/domain'
import { describeLogStore } from '@hypergit/domain/testing/store-contract'
import { StoreFolder } from './store-folder.js'

const log = (digit: string): LogId => logId(digit.repeat(64))

const folders = new Map<LogStore, { folder: StoreFolder; dir: string }>()

describeLogStore(
  'The store on HyperDB',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'hypergit-store-'))
    const folder = await StoreFolder.open(dir)
    const store = await folder.openLog(log('1'))
    folders.set(store, { folder, dir })
    return store
  },
  async (store) => {
    const opened = folders.get(store)
    await opened?.folder.close()
    if (opened !== undefined) await rm(opened.dir, { recursive: true })
  },
)

const put = (store: LogStore, slot: number, byte: number) =>
  store.commit([{ collection: 'meta', key: [slot], value: Uint8Array.of(byte) }])

describe('A folder of stores', () => {
  let dir: string
  let folder: StoreFolder
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hypergit-store-'))
    folder = await StoreFolder.open(dir)
  })
  afterEach(async () => {
    await folder.close()
    await rm(dir, { recursive: true })
  })

  const reopen = async () => {
    await folder.close()
    folder = await StoreFolder.open(dir)
  }

  it('keeps what it wrote itself, and empties itself of what was written in another format', async () => {
    await put(await folder.openLog(log('1')), 1, 1)
    await put(await folder.openLog(log('2')), 1, 2)
    await reopen()
    expect(folder.isEmptied).toBe(false)
    expect(folder.logs()).toHaveLength(2)
    for (const begin of [
      () => writeFile(join(dir, 'hypergit-format'), '1\n'),
      () => rm(join(dir, 'hypergit-format')),
    ]) {
      await folder.close()
      await begin()
      folder = await StoreFolder.open(dir)
      expect(folder.isEmptied).toBe(true)
      expect(folder.logs()).toEqual([])
      const again = await folder.openLog(log('1'))
      expect(await again.get('meta', [1])).toBeUndefined()
      await put(again, 1, 3)
      await reopen()
      expect(folder.isEmptied).toBe(false)
      expect(await (await folder.openLog(log('1'))).get('meta', [1])).toEqual(Uint8Array.of(3))
    }
  })

  it('keeps logs apart from each other', async () => {
    const one = await folder.openLog(log('1'))
    const two = await folder.openLog(log('2'))
    await put(one, 1, 1)
    await put(two, 1, 2)
    await put(two, 2, 2)
    expect(await one.get('meta', [1])).toEqual(Uint8Array.of(1))
    const seen: unknown[] = []
    for await (const { key } of one.range('meta', {})) seen.push(key)
    for await (const { key } of one.range('meta', { reverse: true })) seen.push(key)
    expect(seen).toEqual([[1], [1]])
  })

  it('gives back after reopening what was committed', async () => {
    await put(await folder.openLog(log('1')), 1, 1)
    await put(await folder.openLog(log('2')), 1, 2)
    await reopen()
    expect(folder.logs()).toEqual([log('1'), log('2')])
    expect(await (await folder.openLog(log('2'))).get('meta', [1])).toEqual(Uint8Array.of(2))
  })

  it('removes one log and leaves the others', async () => {
    await put(await folder.openLog(log('1')), 1, 1)
    await put(await folder.openLog(log('2')), 1, 2)
    await folder.removeLog(log('1'))
    await folder.removeLog(log('3'))
    await reopen()
    expect(folder.logs()).toEqual([log('2')])
    expect(await (await folder.openLog(log('1'))).get('meta', [1])).toBeUndefined()
    expect(await (await folder.openLog(log('2'))).get('meta', [1])).toEqual(Uint8Array.of(2))
  })

  it('refuses a second opening, of a log and of the folder', async () => {
    const store = await folder.openLog(log('1'))
    await expect(folder.openLog(log('1'))).rejects.toMatchObject({ code: 'STORE_IN_USE' })
    await store.close()
    await (await folder.openLog(log('1'))).close()
    await expect(StoreFolder.open(dir)).rejects.toMatchObject({ code: 'STORE_IN_USE' })
  })

  it('says that it is closed', async () => {
    const store = await folder.openLog(log('1'))
    await folder.close()
    await expect(put(store, 1, 1)).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await expect(store.get('meta', [1])).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await expect(store.range('meta', {})[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await expect(folder.openLog(log('2'))).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  })

  it('opens a thousand idle logs at once', async () => {
    const stores = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) => folder.openLog(logId(n.toString(16).padStart(64, '0')))),
    )
    await put(stores[999] as LogStore, 1, 9)
    expect(await stores[998]?.get('meta', [1])).toBeUndefined()
    expect(await stores[999]?.get('meta', [1])).toEqual(Uint8Array.of(9))
  })
})
