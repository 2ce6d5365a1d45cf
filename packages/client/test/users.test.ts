import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { founderOf } from '@hypergit/domain'
import { filesBelow } from './files-with.js'
import { Homes, ok } from './homes.js'

describe('A user', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  it('is founded by the identity key, with this home as the first device', async () => {
    const alice = await homes.open('alice')
    const { user, device } = await ok(alice.createUser({ name: 'Alice', device: 'laptop', offline: true }))
    expect(device).not.toBe(founderOf(user))
    const shown = await ok(alice.user({}))
    expect(shown).toMatchObject({
      self: true,
      device: { core: device, state: 'authorized' },
      recoverySaved: false,
      view: { log: user, name: 'Alice', ops: 3 },
    })
    expect(shown.view.devices).toContainEqual(
      expect.objectContaining({ core: device, name: 'laptop', authorized: true, byPhrase: true }),
    )
  })

  it('is the same after a restart', async () => {
    const before = await homes.open('alice')
    const { user, device } = await ok(before.createUser({ name: 'Alice', offline: true }))
    await homes.close(before)
    const after = await homes.open('alice')
    expect(await ok(after.user({}))).toMatchObject({
      view: { log: user, name: 'Alice' },
      device: { core: device, state: 'authorized' },
    })
  })

  it('is the only one of a home', async () => {
    const alice = await homes.open('alice')
    expect(await alice.user({})).toMatchObject({ ok: false, failure: { code: 'unknown', subject: 'user' } })
    const [first, second] = await Promise.all([
      alice.createUser({ name: 'Alice', offline: true }),
      alice.createUser({ name: 'Bob', offline: true }),
    ])
    expect(first.ok).toBe(true)
    expect(second).toMatchObject({ ok: false, failure: { code: 'invalid', message: expect.stringContaining('Alice') } })
  })

  it.each(['', '  ', 'x'.repeat(300)])('needs a name that a log can hold, unlike %j', async (name) => {
    const alice = await homes.open('alice')
    expect(await alice.createUser({ name, offline: true })).toMatchObject({ ok: false, failure: { code: 'invalid' } })
    expect(await alice.user({})).toMatchObject({ ok: false })
  })

  it('has keys that nobody else can read', async () => {
    const alice = await homes.open('alice')
    await ok(alice.createUser({ name: 'Alice', offline: true }))
    const folder = homes.path('alice/identity')
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    const files = await filesBelow(folder)
    expect(files.length).toBe(2)
    for (const file of files) expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it.each(['device.json', 'recovery.json'])('is refused while others can read %s', async (name) => {
    const alice = await homes.open('alice')
    await ok(alice.createUser({ name: 'Alice', offline: true }))
    await homes.close(alice)
    const file = homes.path(`alice/identity/${name}`)
    await chmod(file, 0o644)
    const opened = homes.open('alice').then((peer) => peer.user({}))
    await expect(opened).rejects.toMatchObject({ code: 'KEYS_EXPOSED', message: expect.stringContaining('chmod 600') })
    await chmod(file, 0o600)
  })

  it('is refused where a key file is broken, without a word of what is in it', async () => {
    const alice = await homes.open('alice')
    await ok(alice.createUser({ name: 'Alice', offline: true }))
    await homes.close(alice)
    const file = homes.path('alice/identity/device.json')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.slice(0, -10))
    await expect(homes.open('alice')).rejects.toMatchObject({ code: 'HOME_BROKEN' })
  })
})
