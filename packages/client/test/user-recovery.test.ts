import { coreKey } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import type { Peer } from '../src/api/peer.js'
import { writeAsUser } from '../src/user/write-as-user.js'
import { filesWith } from './files-with.js'
import { heldOpen } from './held-open.js'
import { Homes, ok, serve } from './homes.js'

const another =
  'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art'

const deviceNames = async (peer: Peer): Promise<readonly string[]> => {
  const { view } = await ok(peer.user({}))
  return view.devices
    .flatMap(({ authorized, name, core }) => (authorized && core !== view.founder ? [name] : []))
    .sort()
}

const state = async (peer: Peer) => (await ok(peer.user({}))).device?.state

describe('A recovery phrase', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  const founded = async () => {
    const laptop = await homes.open('laptop')
    const { user, device } = await ok(laptop.createUser({ name: 'Alice', device: 'laptop' }))
    const { phrase } = await ok(laptop.recoveryPhrase())
    return { laptop, user, device, phrase }
  }

  it('is kept by the home, and in no file in the clear, until it is said back', async () => {
    const { laptop, phrase } = await founded()
    expect(phrase.split(' ')).toHaveLength(24)
    expect(await filesWith(homes.path('laptop'), phrase.split(' ').slice(0, 2).join(' '))).toEqual([])
    expect(await laptop.recoverySaved({ phrase: another })).toMatchObject({ ok: false, failure: { code: 'invalid' } })
    expect(await ok(laptop.user({}))).toMatchObject({
      recoverySaved: false,
      warnings: [expect.stringContaining('No recovery saved')],
    })
    const saved = await ok(laptop.recoverySaved({ phrase: `  ${phrase.toUpperCase().replaceAll(' ', '\n ')} ` }))
    expect(saved).toMatchObject({ recoverySaved: true, warnings: [] })
    expect(await laptop.recoveryPhrase()).toMatchObject({ ok: false, failure: { code: 'invalid' } })
    await homes.close(laptop)
    expect(await (await homes.open('laptop')).recoveryPhrase()).toMatchObject({ ok: false })
  })

  it('makes a new machine the user’s, and revokes lost ones, which are told so', async () => {
    const { laptop, user, phrase } = await founded()
    await ok(laptop.recoverySaved({ phrase }))
    const served = await serve(laptop)
    const fresh = await homes.open('fresh')
    const recovered = await ok(fresh.recoverUser({ phrase, device: 'phone', revoke: ['laptop'] }))
    expect(recovered).toMatchObject({ user, revoked: [{ name: 'laptop' }], published: 1, warnings: [] })
    expect(await deviceNames(fresh)).toEqual(['phone'])
    expect(await ok(fresh.user({}))).toMatchObject({ self: true, recoverySaved: true, view: { name: 'Alice' } })

    await until(async () => (await state(laptop)) === 'revoked', { what: 'the laptop knows' })
    const { warnings } = await ok(laptop.user({}))
    expect(warnings).toEqual([expect.stringContaining('was revoked')])
    expect(await laptop.setProfile({ bio: 'still me' })).toMatchObject({
      ok: false,
      failure: { code: 'unwritable', message: expect.stringContaining('was revoked') },
    })
    await ok(fresh.setProfile({ bio: 'me' }))
    await until(async () => (await ok(laptop.user({}))).view.bio === 'me', { what: 'the laptop has the profile' })
    await served.stop()
  })

  it('brings a revoked machine back with another core', async () => {
    const { laptop, device, phrase } = await founded()
    const served = await serve(laptop)
    const fresh = await homes.open('fresh')
    await ok(fresh.recoverUser({ phrase, device: 'phone', revokeAll: true }))
    await until(async () => (await state(laptop)) === 'revoked', { what: 'the laptop knows' })
    const back = await ok(laptop.recoverUser({ phrase, device: 'laptop again' }))
    expect(back.device).not.toBe(device)
    expect(await deviceNames(laptop)).toEqual(['laptop again', 'phone'])
    expect((await ok(laptop.setProfile({ bio: 'both' }))).view.bio).toBe('both')
    await until(async () => (await ok(fresh.user({}))).view.bio === 'both', { what: 'the phone has the profile' })
    await served.stop()
  })

  it('revokes every other machine, also one that only another machine knows of', async () => {
    const { laptop, phrase } = await founded()
    await homes.close(laptop)
    // What the laptop says of the desktop is in its own core, which is read only when the founding core has been.
    await heldOpen(homes.path('laptop'), async (parts) => {
      const user = parts.user.get()
      if (user === undefined) throw new Error('the laptop is nobody’s')
      const desktop = coreKey('7'.repeat(64))
      const proof = new Uint8Array()
      await ok(writeAsUser(parts, user, [{ type: 'device.authorize', core: desktop, name: 'desktop', proof }], true))
    })
    const again = await homes.open('laptop')
    expect(await deviceNames(again)).toEqual(['desktop', 'laptop'])
    await serve(again)
    const fresh = await homes.open('fresh')
    const { revoked } = await ok(fresh.recoverUser({ phrase, device: 'phone', revokeAll: true }))
    expect(revoked.map(({ name }) => name).sort()).toEqual(['desktop', 'laptop'])
    expect(await deviceNames(fresh)).toEqual(['phone'])
  })

  it('needs somebody who has the user log', async () => {
    const { laptop, phrase } = await founded()
    await homes.close(laptop)
    const fresh = await homes.open('fresh')
    expect(await fresh.recoverUser({ phrase, waitMs: 300 })).toMatchObject({
      ok: false,
      failure: { code: 'unreachable' },
    })
    expect(await fresh.user({})).toMatchObject({ ok: false })
  })

  it('is not that of another user in a home that has one', async () => {
    const { laptop } = await founded()
    expect(await laptop.recoverUser({ phrase: another, waitMs: 300 })).toMatchObject({
      ok: false,
      failure: { code: 'invalid', message: expect.stringContaining('Alice') },
    })
  })

  it('of nobody revokes nothing by a name that no device has', async () => {
    const { laptop, phrase } = await founded()
    await serve(laptop)
    const fresh = await homes.open('fresh')
    expect(await fresh.recoverUser({ phrase, revoke: ['desktop'] })).toMatchObject({
      ok: false,
      failure: { code: 'unknown', subject: 'device' },
    })
    expect(await deviceNames(laptop)).toEqual(['laptop'])
  })
})
