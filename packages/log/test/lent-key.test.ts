import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Action, encodeUnchecked, founderOf, type LogId, logOfFounder, noOp } from '@hypergit/domain'
import b4a from 'b4a'
import { keyPair } from 'hypercore-crypto'
import { keyOfSigner, type Log } from '../src/index.js'
import { connect, holding, Homes } from './homes.js'

const identity = keyPair(b4a.alloc(32, 7))
const userOf = ({ publicKey }: { readonly publicKey: Uint8Array }): LogId =>
  logOfFounder(keyOfSigner({ publicKey, userData: publicKey }))
const user = userOf(identity)
const founder = founderOf(user)
const creation: Action = { type: 'user.create', name: 'Alice' }

const found = (log: Log): Promise<unknown> =>
  log.withFounder(identity, (core) =>
    log.append(core, [encodeUnchecked({ log: user, prev: noOp, parents: [], at: 1, action: creation })]),
  )

/** Whether any file below the folder has the bytes. */
const isWritten = async (folder: string, bytes: Uint8Array): Promise<boolean> => {
  const wanted = Buffer.from(bytes)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && (await readFile(join(entry.parentPath, entry.name))).includes(wanted)) return true
  }
  return false
}

describe('the founding core of a user log', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  test('is written with the identity key, which is not stored, and read by others', async () => {
    const dir = await homes.folder()
    const left = await homes.reopen(dir)
    const log = await left.openLog(user)
    await found(log)
    expect(log.ownCores()).toEqual([])
    const right = await homes.open()
    const theirs = await right.openLog(user)
    connect(left, right)
    await holding(theirs, founder, 1)
    await left.close()
    expect(await isWritten(dir, identity.publicKey)).toBe(true)
    expect(await isWritten(dir, identity.secretKey.subarray(0, 32))).toBe(false)
  })

  test('cannot be written to without the key, also after a restart', async () => {
    const dir = await homes.folder()
    const first = await homes.reopen(dir)
    const log = await first.openLog(user)
    await found(log)
    await expect(log.append(founder, [b4a.from('more')])).rejects.toMatchObject({ code: 'NOT_OWN_CORE' })
    await first.close()
    const again = await (await homes.reopen(dir)).openLog(user)
    expect(again.core(founder)).toMatchObject({ length: 1, own: false })
    await expect(again.append(founder, [b4a.from('more')])).rejects.toMatchObject({ code: 'NOT_OWN_CORE' })
    expect(await again.ownCore()).not.toBe(founder)
  })

  test('is not that of another key, and is nobody’s while the work with it fails', async () => {
    const log = await (await homes.open()).openLog(user)
    const other = keyPair(b4a.alloc(32, 8))
    await expect(log.withFounder(other, () => Promise.resolve())).rejects.toMatchObject({ code: 'NOT_OWN_CORE' })
    await expect(log.withFounder(identity, () => Promise.reject(new Error('broken off')))).rejects.toThrow('broken off')
    expect(log.ownCores()).toEqual([])
  })
})

describe('a secret of a home', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  test('is the same after a restart, and another one by another name and in another home', async () => {
    const dir = await homes.folder()
    const first = await homes.reopen(dir)
    const secret = await first.secret('one')
    expect(secret.byteLength).toBe(32)
    expect(b4a.equals(await first.secret('two'), secret)).toBe(false)
    await first.close()
    expect(b4a.equals(await (await homes.reopen(dir)).secret('one'), secret)).toBe(true)
    expect(b4a.equals(await (await homes.open()).secret('one'), secret)).toBe(false)
  })
})
