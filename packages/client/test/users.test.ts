import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { founderOf } from '@hypergit/domain'
import { deviceKeyBy } from '../src/user/device-key.js'
import { entropyOf, newPhrase, withIdentity } from '../src/user/phrase.js'
import { filesBelow, filesWith } from './files-with.js'
import { heldOpen } from './held-open.js'
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

  it('leaves no identity key on the machine, sealed or not, once the recovery is saved', async () => {
    const alice = await homes.open('alice')
    await ok(alice.createUser({ name: 'Alice', offline: true }))
    const { phrase } = await ok(alice.recoveryPhrase())
    await ok(alice.recoverySaved({ phrase }))
    await homes.close(alice)
    const home = homes.path('alice')
    expect((await filesBelow(join(home, 'identity'))).map((file) => basename(file))).toEqual(['device.json'])
    await withIdentity(phrase, async ({ keyPair: { publicKey, secretKey } }) => {
      const seed = Buffer.from(secretKey.subarray(0, 32))
      expect(await filesWith(home, Buffer.from(publicKey))).not.toEqual([])
      for (const secret of [seed, Buffer.from(seed.toString('hex')), Buffer.from(entropyOf(phrase))])
        expect(await filesWith(home, secret)).toEqual([])
    })
  })

  it('that was broken off between its keys and its log is finished with the same keys', async () => {
    const phrase = newPhrase()
    const user = await heldOpen(homes.path('alice'), async ({ user: holder }) => {
      await holder.phrase.write(phrase)
      return withIdentity(phrase, async (identity) => {
        await holder.adopt(deviceKeyBy(identity, 1_000))
        return identity.user
      })
    })

    const alice = await homes.open('alice')
    const { warnings } = await ok(alice.user({}))
    expect(warnings).toContainEqual(expect.stringContaining('none of the user’s'))
    expect(await ok(alice.createUser({ name: 'Alice', offline: true }))).toMatchObject({ user, name: 'Alice' })
    expect(await ok(alice.recoveryPhrase())).toEqual({ phrase })
    expect(await alice.createUser({ name: 'Alice', offline: true })).toMatchObject({ ok: false })
  })

  it('is served and changed through the process that holds the home', async () => {
    const holder = await homes.open('alice')
    const guest = await homes.open('alice')
    expect(guest.mode).toBe('guest')
    const { user } = await ok(guest.createUser({ name: 'Alice', offline: true }))
    await ok(guest.setProfile({ bio: 'me', url: 'https://alice.example', contact: '@alice', offline: true }))
    expect((await ok(holder.user({ who: 'me' }))).view).toMatchObject({ log: user, bio: 'me', contact: '@alice' })
    expect(await guest.user({ who: 'Bob' })).toMatchObject({ ok: false, failure: { code: 'unknown' } })
  })

  it.each([{}, { name: ' ' }, { url: 'javascript:alert(1)' }, { url: 'here' }, { bio: 'x'.repeat(60_000) }])(
    'keeps its profile when it is told %j',
    async (fields) => {
      const alice = await homes.open('alice')
      await ok(alice.createUser({ name: 'Alice', offline: true }))
      expect(await alice.setProfile({ ...fields, offline: true })).toMatchObject({
        ok: false,
        failure: { code: 'invalid' },
      })
      expect((await ok(alice.user({}))).view).toMatchObject({ name: 'Alice', bio: '', url: '' })
    },
  )

  it('is no repository to clone', async () => {
    const alice = await homes.open('alice')
    const { user } = await ok(alice.createUser({ name: 'Alice', offline: true }))
    expect(await alice.cloneRepository({ link: user, waitMs: 100 })).toMatchObject({
      ok: false,
      failure: { code: 'invalid', message: expect.stringContaining('is a user') },
    })
    expect(await alice.repositories()).toEqual([])
  })
})
