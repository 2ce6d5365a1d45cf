import { type CoreKey, toZ32 } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import type { Peer } from '../src/api/peer.js'
import { converged, Homes, ok, serve, write } from './homes.js'
import { authorize, becomeUser } from './people.js'

const issue = { type: 'thread.open', kind: 'issue', title: 'Crash', body: 'At once.' } as const

const identityOf = (peer: Peer, who: string) => ok(peer.identity({ repo: 'demo', who }))

/** Resolves when `peer` sees the core in that standing. */
const standing = (peer: Peer, core: CoreKey, wanted: string) =>
  until(async () => (await identityOf(peer, core)).view.standing === wanted, {
    what: `${toZ32(core).slice(0, 8)} is ${wanted}`,
  })

const shown = (peer: Peer, core: CoreKey, identity: string) =>
  until(async () => (await identityOf(peer, core)).identity === identity, {
    what: `${toZ32(core).slice(0, 8)} is shown as ${identity}`,
  })

describe('A person with two machines', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  /** ada's laptop and desktop, and alice, who founds and serves `demo`. */
  const begun = async () => {
    const before = await homes.open('laptop')
    const ada = await becomeUser(before, 'Ada', 'laptop')
    await homes.close(before)
    await authorize(homes, 'laptop', 'desktop')
    const alice = await homes.open('alice')
    const created = await ok(alice.createRepository({ name: 'demo' }))
    await serve(alice)
    const laptop = await homes.open('laptop')
    const { core } = await ok(laptop.cloneRepository({ link: created.link }))
    return { ada, alice, laptop, core, link: created.link }
  }

  it('claims with the first write, not before, and names the user in comments', async () => {
    const { ada, alice, laptop, core } = await begun()
    expect(await identityOf(laptop, 'me')).toMatchObject({ identity: 'anonymous' })
    const opened = await ok(laptop.write({ repo: 'demo', actions: [issue] }))
    expect(opened.warnings.join(' ')).toContain('says here whose it is')
    expect(await identityOf(laptop, 'me')).toMatchObject({
      identity: 'confirmed',
      user: ada,
      name: 'Ada',
      view: { standing: 'first-linked' },
    })
    const thread = opened.ops[0]?.op ?? ''
    const comment = await write(laptop, 'demo', { type: 'comment', thread: opened.ops[0]!.op, body: 'More.' })
    const { op } = await ok(laptop.why({ repo: 'demo', op: comment.op }))
    expect(op.action).toMatchObject({ type: 'comment', user: ada })
    expect((await ok(laptop.write({ repo: 'demo', actions: [issue] }))).warnings).toEqual([])
    await serve(laptop)
    await converged('demo', alice, laptop)
    expect(thread).not.toBe('')
    await shown(alice, core, 'confirmed')
    expect(await identityOf(alice, core)).toMatchObject({ name: 'Ada', user: ada })
  })

  it('has the new one confirmed by the running one, by itself, and then with the same role', async () => {
    const { ada, alice, laptop, core, link } = await begun()
    await write(laptop, 'demo', issue)
    await serve(laptop)
    await converged('demo', alice, laptop)
    await write(alice, 'demo', { type: 'role.set', target: core, role: 'collaborator' })

    const desktop = await homes.open('desktop')
    for await (const event of desktop.sync({})) if (event.kind === 'failed') throw new Error(event.failure.message)
    const young = (await ok(desktop.cloneRepository({ link }))).core
    for await (const event of desktop.sync({ waitMs: 20_000 }))
      if (event.kind === 'failed') throw new Error(event.failure.message)
    await standing(desktop, young, 'confirmed')
    await serve(desktop)
    await standing(laptop, young, 'confirmed')
    await standing(alice, young, 'confirmed')
    expect((await identityOf(alice, young)).user).toBe(ada)
    await converged('demo', alice, laptop, desktop)
    const opened = await write(desktop, 'demo', issue)
    expect(opened).not.toHaveProperty('held')
    await write(desktop, 'demo', { type: 'thread.lock', thread: opened.op })
    await shown(alice, young, 'confirmed')
  })

  it('reads by its name which machine a held op waits for', async () => {
    const { laptop, alice, link } = await begun()
    await write(laptop, 'demo', issue)
    await serve(laptop)
    await converged('demo', alice, laptop)
    // The desktop knows of the laptop's core by the user's log, and then the laptop goes.
    const desktop = await homes.open('desktop')
    for await (const event of desktop.sync({})) if (event.kind === 'failed') throw new Error(event.failure.message)
    await homes.close(laptop)
    const { core } = await ok(desktop.cloneRepository({ link }))
    const written = await ok(desktop.write({ repo: 'demo', actions: [issue] }))
    expect(written).toMatchObject({
      ops: [{ held: true }],
      waiting: { names: ['laptop'], text: 'waiting for confirmation from one of your machines: laptop' },
    })
    expect((await identityOf(desktop, core)).because.join(' ')).toContain('one of your machines: laptop')
  })
})
