import { type CoreKey, toZ32, type UserId } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import type { PeerOptions } from '../src/api/options.js'
import type { Peer } from '../src/api/peer.js'
import { converged, Homes, ok, serve, write } from './homes.js'
import { authorize, becomeUser } from './people.js'

const issue = { type: 'thread.open', kind: 'issue', title: 'Crash', body: 'At once.' } as const

const identityOf = (peer: Peer, who: string) => ok(peer.identity({ repo: 'demo', who }))
const short = (core: CoreKey): string => toZ32(core).slice(0, 8)

const shown = (peer: Peer, core: CoreKey, wanted: { readonly identity?: string; readonly standing?: string }) =>
  until(
    async () => {
      const { identity, view } = await identityOf(peer, core)
      return (wanted.identity ?? identity) === identity && (wanted.standing ?? view.standing) === view.standing
    },
    { what: `${short(core)} is shown as ${JSON.stringify(wanted)}`, timeoutMs: 20_000 },
  )

const synced = async (peer: Peer) => {
  for await (const event of peer.sync({})) if (event.kind === 'failed') throw new Error(event.failure.message)
}

describe('Who is who among real peers', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  const becomes = async (home: string, name: string): Promise<UserId> => {
    const before = await homes.open(home)
    const user = await becomeUser(before, name, home)
    await homes.close(before)
    return user
  }

  const founded = async (options: Partial<PeerOptions> = {}) => {
    const alice = await homes.open('alice', options)
    const { link } = await ok(alice.createRepository({ name: 'demo' }))
    await serve(alice)
    return { alice, link }
  }

  it('a core with a role keeps it, and says why it does not claim', async () => {
    await becomes('laptop', 'Ada')
    await authorize(homes, 'laptop', 'desktop')
    const { alice, link } = await founded()
    const [laptop, desktop] = [await homes.open('laptop'), await homes.open('desktop')]
    const first = (await ok(laptop.cloneRepository({ link }))).core
    await write(laptop, 'demo', issue)
    await serve(laptop)
    await converged('demo', alice, laptop)

    // The desktop has not heard of the laptop's core by the user's log yet, so it does not claim by itself.
    const second = (await ok(desktop.cloneRepository({ link, anonymous: true }))).core
    await write(desktop, 'demo', { type: 'ack' })
    await serve(desktop)
    await converged('demo', alice, laptop, desktop)
    await write(alice, 'demo', { type: 'role.set', target: second, role: 'collaborator' })
    await converged('demo', alice, laptop, desktop)
    const refused = await desktop.claim({ repo: 'demo' })
    expect(refused).toMatchObject({
      ok: false,
      failure: { code: 'invalid', message: expect.stringContaining(toZ32(first)) },
    })

    await write(alice, 'demo', { type: 'role.set', target: second, role: 'normal' })
    await converged('demo', alice, laptop, desktop)
    await ok(desktop.claim({ repo: 'demo' }))
    await shown(alice, second, { identity: 'confirmed', standing: 'confirmed' })
    expect(await desktop.stayAnonymous({ repo: 'demo' })).toMatchObject({ ok: false, failure: { code: 'invalid' } })
  })

  it('two first machines that had not synced find together by themselves', async () => {
    await becomes('laptop', 'Ada')
    await authorize(homes, 'laptop', 'desktop')
    const { alice, link } = await founded()
    // The desktop hears that it is a machine of Ada's; then neither sees the other until both have claimed.
    const running = await homes.open('laptop')
    await serve(running)
    const heard = await homes.open('desktop')
    await synced(heard)
    await homes.close(running)
    await homes.close(heard)
    const cores: CoreKey[] = []
    for (const home of ['laptop', 'desktop']) {
      const machine = await homes.open(home)
      cores.push((await ok(machine.cloneRepository({ link }))).core)
      await homes.close(machine)
    }
    for (const home of ['laptop', 'desktop']) {
      const machine = await homes.open(home)
      await ok(machine.write({ repo: 'demo', actions: [issue], offline: true }))
      expect((await identityOf(machine, 'me')).view.standing).toBe('first-linked')
      await homes.close(machine)
    }
    const [laptop, desktop] = [await homes.open('laptop'), await homes.open('desktop')]
    await serve(laptop)
    await serve(desktop)
    await converged('demo', alice, laptop, desktop)
    await until(
      async () => {
        const standings = await Promise.all(cores.map(async (core) => (await identityOf(alice, core)).view.standing))
        return (
          standings.toSorted((a, b) => Number(a === 'first-linked') - Number(b === 'first-linked')).join() ===
          'confirmed,first-linked'
        )
      },
      { what: 'one is first, the other confirmed', timeoutMs: 20_000 },
    )
    await converged('demo', alice, laptop, desktop)
    expect((await ok(alice.threads({ repo: 'demo' }))).items).toHaveLength(2)
    expect((await ok(alice.cores({ repo: 'demo' }))).some(({ blacklisted }) => blacklisted !== undefined)).toBe(false)
  })

  it('a machine that is revoked is given up by the first one, and does nothing by itself any more', async () => {
    await becomes('laptop', 'Ada')
    await authorize(homes, 'laptop', 'desktop')
    const { alice, link } = await founded()
    const [laptop, desktop] = [await homes.open('laptop'), await homes.open('desktop')]
    await ok(laptop.cloneRepository({ link }))
    await write(laptop, 'demo', issue)
    await serve(laptop)
    await synced(desktop)
    const second = (await ok(desktop.cloneRepository({ link }))).core
    await serve(desktop)
    await shown(alice, second, { standing: 'confirmed' })
    await write(desktop, 'demo', issue)

    await ok(laptop.revokeDevices({ devices: ['desktop'] }))
    await until(async () => (await identityOf(alice, second)).view.unpaired, {
      what: 'the revoked machine is given up',
      timeoutMs: 20_000,
    })
    await converged('demo', alice, laptop, desktop)
    // What it wrote before stays.
    expect((await ok(alice.threads({ repo: 'demo' }))).items).toHaveLength(2)
    expect(await desktop.write({ repo: 'demo', actions: [issue] })).toMatchObject({ ok: false })
    expect(await laptop.pair({ repo: 'demo', who: second })).toMatchObject({
      ok: false,
      failure: { code: 'invalid', message: expect.stringContaining('revoked') },
    })
    const remains = await ok(desktop.remains({ repo: 'demo' }))
    expect(remains).toMatchObject({ state: 'waiting', remaining: [{ name: 'laptop' }] })
  })

  it('a machine that waits for one that is lost starts again with a core that claims nobody and can be given a role', async () => {
    await becomes('laptop', 'Ada')
    await authorize(homes, 'laptop', 'desktop')
    const { alice, link } = await founded()
    const laptop = await homes.open('laptop')
    await ok(laptop.cloneRepository({ link }))
    await write(laptop, 'demo', issue)
    await serve(laptop)
    await converged('demo', alice, laptop)
    const desktop = await homes.open('desktop')
    await synced(desktop)
    await homes.close(laptop)
    const { core } = await ok(desktop.cloneRepository({ link }))
    await write(desktop, 'demo', issue)
    await shown(desktop, core, { standing: 'held' })
    expect(await desktop.startAgain({ repo: 'demo' })).toMatchObject({ ok: false, failure: { code: 'invalid' } })

    await ok(desktop.revokeDevices({ devices: ['laptop'] }))
    expect(await ok(desktop.remains({ repo: 'demo' }))).toMatchObject({
      state: 'lost',
      startAgain: true,
      remaining: [],
    })
    const renewed = await ok(desktop.startAgain({ repo: 'demo' }))
    expect(renewed.replaced).toBe(core)
    const comment = { type: 'comment', thread: (await write(desktop, 'demo', issue)).op, body: 'Again.' } as const
    await write(desktop, 'demo', comment)
    expect(await identityOf(desktop, 'me')).toMatchObject({ core: renewed.core, identity: 'anonymous' })
    await serve(desktop)
    await converged('demo', alice, desktop)
    await write(alice, 'demo', { type: 'role.set', target: renewed.core, role: 'collaborator' })
    await converged('demo', alice, desktop)
    await write(desktop, 'demo', { type: 'thread.lock', thread: comment.thread })
    expect((await ok(alice.status({ repo: 'demo' }))).repositories[0]?.blacklist).toEqual([])
  })

  it('a repository that is to know nothing of the user hears nothing of them', async () => {
    await becomes('laptop', 'Ada')
    const { alice, link } = await founded()
    const laptop = await homes.open('laptop')
    const { core } = await ok(laptop.cloneRepository({ link, anonymous: true }))
    await write(laptop, 'demo', issue)
    await serve(laptop)
    await converged('demo', alice, laptop)
    expect(await identityOf(alice, core)).toMatchObject({ identity: 'anonymous' })
    await homes.close(laptop)
    const again = await homes.open('laptop')
    await write(again, 'demo', issue)
    await synced(again)
    await converged('demo', alice, again)
    expect(await identityOf(alice, core)).toMatchObject({ identity: 'anonymous' })
    expect((await ok(again.user({}))).view.links).toEqual([])
  })

  it('a refused write tells nobody who its author is', async () => {
    await becomes('laptop', 'Ada')
    const { alice, link } = await founded()
    const laptop = await homes.open('laptop')
    const { core } = await ok(laptop.cloneRepository({ link }))
    const opened = await write(alice, 'demo', issue)
    await serve(laptop)
    await converged('demo', alice, laptop)
    const lock = { type: 'thread.lock', thread: opened.op } as const
    expect(await laptop.write({ repo: 'demo', actions: [lock] })).toMatchObject({
      ok: false,
      failure: { code: 'refused', rule: 'thread.lock' },
    })
    expect((await identityOf(laptop, core)).identity).toBe('anonymous')
  })

  it('who names a core as not theirs has it shown as disowned, until they take that back', async () => {
    const ada = await becomes('laptop', 'Ada')
    await authorize(homes, 'laptop', 'desktop')
    const { alice, link } = await founded()
    const [laptop, desktop] = [await homes.open('laptop'), await homes.open('desktop')]
    await ok(laptop.cloneRepository({ link }))
    await write(laptop, 'demo', issue)
    await serve(laptop)
    await synced(desktop)
    const { core } = await ok(desktop.cloneRepository({ link }))
    await serve(desktop)
    // Until it is confirmed in the repository as well, it is a person of its own there.
    await shown(alice, core, { identity: 'confirmed', standing: 'confirmed' })
    await ok(laptop.disown({ repo: 'demo', who: core }))
    await shown(alice, core, { identity: 'disowned' })
    expect((await identityOf(alice, core)).because.join(' ')).toContain('not theirs')
    const people = await ok(alice.people({ repo: 'demo' }))
    expect(people.find(({ user }) => user === ada)?.known).toContainEqual(
      expect.objectContaining({ core, identity: 'disowned' }),
    )
    await shown(desktop, core, { identity: 'disowned' })
    await ok(laptop.disown({ repo: 'demo', who: core, undo: true }))
    await shown(alice, core, { identity: 'confirmed' })
    expect((await ok(alice.user({ who: 'Ada' }))).view.log).toBe(ada)
  })

  it('follows no more of a user log than it is bound to, and says nothing else of it', async () => {
    await becomes('laptop', 'Ada')
    const { alice, link } = await founded({ limits: { userOpsMax: 8 } })
    const laptop = await homes.open('laptop')
    const { core } = await ok(laptop.cloneRepository({ link }))
    await write(laptop, 'demo', issue)
    await serve(laptop)
    await shown(alice, core, { identity: 'confirmed' })
    for (let count = 0; count < 10; count++) await ok(laptop.setProfile({ bio: `${count}` }))
    await shown(alice, core, { identity: 'maybe' })
    expect((await identityOf(alice, core)).because.join(' ')).toContain('larger than')
    await write(alice, 'demo', issue)
    await converged('demo', alice, laptop)
  })
})
