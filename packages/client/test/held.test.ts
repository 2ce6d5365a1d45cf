import { type CoreKey, type LogId, toZ32 } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import type { Peer } from '../src/api/peer.js'
import { scenarioIdentities } from '../src/rules/scenario-identities.js'
import { converged, Homes, ok, serve, write } from './homes.js'

const identities = scenarioIdentities(0)

const claimOf = (name: string, repository: LogId, core: CoreKey) =>
  ({
    type: 'identity.claim',
    user: identities.user(name),
    proof: identities.claimProof(name, repository, core, false),
  }) as const

const issue = { type: 'thread.open', kind: 'issue', title: 'Crash', body: 'At once.' } as const

const comments = async (peer: Peer, thread: string) => {
  const { entries, waiting } = await ok(peer.thread({ repo: 'demo', thread }))
  return { bodies: entries.flatMap(({ current }) => (current === undefined ? [] : [current.body])), waiting }
}

describe('A core that waits to be confirmed', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  /** alice founds and serves `demo`; ada's laptop claimed first, her desktop after it. All of them serve. */
  const claimed = async () => {
    const [alice, laptop, desktop] = [
      await homes.open('alice'),
      await homes.open('laptop'),
      await homes.open('desktop'),
    ]
    const { link, id } = await ok(alice.createRepository({ name: 'demo' }))
    await serve(alice)
    const first = (await ok(laptop.cloneRepository({ link }))).core
    await serve(laptop)
    await write(laptop, 'demo', claimOf('ada', id, first))
    const second = (await ok(desktop.cloneRepository({ link }))).core
    await serve(desktop)
    await write(desktop, 'demo', claimOf('ada', id, second))
    await converged('demo', alice, laptop, desktop)
    return { alice, laptop, desktop, id, first, second }
  }

  it('may write; its owner reads whom it waits for, others see nothing, and then it is in its place', async () => {
    const { alice, laptop, desktop, first, second } = await claimed()
    const opened = await write(alice, 'demo', issue)
    await converged('demo', alice, laptop, desktop)
    const text = `waiting for confirmation from one of your machines: ${toZ32(first).slice(0, 8)}`
    const waiting = { cores: [first], text }

    const comment = { type: 'comment', thread: opened.op, body: 'Here as well.' } as const
    const written = await ok(desktop.write({ repo: 'demo', actions: [comment] }))
    expect(written).toMatchObject({ ops: [{ held: true }], waiting })
    const thread = await write(desktop, 'demo', { ...issue, title: 'Mine' })
    expect(thread).toMatchObject({ number: 2, held: true })
    await write(alice, 'demo', { type: 'comment', thread: opened.op, body: 'After it.' })
    await converged('demo', alice, laptop, desktop)

    for (const owner of [desktop, laptop]) {
      expect(await comments(owner, '1')).toMatchObject({
        bodies: ['Here as well.', 'After it.'],
        waiting: { [second]: waiting },
      })
      expect((await ok(owner.threads({ repo: 'demo' }))).items.map(({ title }) => title)).toEqual(['Mine', 'Crash'])
      expect(await ok(owner.thread({ repo: 'demo', thread: '2' }))).toMatchObject({ thread: { op: thread.op } })
    }
    const status = await ok(desktop.status({ repo: 'demo' }))
    expect(status.repositories[0]?.waiting).toMatchObject({ ...waiting, ops: 2 })

    expect(await comments(alice, '1')).toEqual({ bodies: ['After it.'], waiting: undefined })
    expect((await ok(alice.threads({ repo: 'demo' }))).items.map(({ title }) => title)).toEqual(['Crash'])
    for (const ref of ['2', thread.op]) {
      const shown = await alice.thread({ repo: 'demo', thread: ref })
      expect(shown).toMatchObject({ ok: false, failure: { code: 'unknown' } })
    }

    await ok(laptop.pair({ repo: 'demo', who: second }))
    await ok(desktop.pair({ repo: 'demo', who: first }))
    await converged('demo', alice, laptop, desktop)
    expect(await comments(alice, '1')).toEqual({ bodies: ['Here as well.', 'After it.'], waiting: undefined })
    expect((await ok(alice.threads({ repo: 'demo' }))).items.map(({ title }) => title)).toEqual(['Mine', 'Crash'])
    expect((await ok(desktop.status({ repo: 'demo' }))).repositories[0]).not.toHaveProperty('waiting')
  })

  it('does what its person may do once it is confirmed, and is never in violation for what it wrote before', async () => {
    const { alice, laptop, desktop, first, second } = await claimed()
    const opened = await write(alice, 'demo', issue)
    await converged('demo', alice, laptop, desktop)
    const lock = await write(desktop, 'demo', { type: 'thread.lock', thread: opened.op })
    expect(lock).toMatchObject({ held: true })
    await write(alice, 'demo', { type: 'role.set', target: first, role: 'collaborator' })
    await converged('demo', alice, laptop, desktop)
    const close = await write(desktop, 'demo', { type: 'thread.close', thread: opened.op })
    const again = await write(desktop, 'demo', { type: 'thread.lock', thread: opened.op })
    await ok(laptop.pair({ repo: 'demo', who: second }))
    await ok(desktop.pair({ repo: 'demo', who: first }))
    await converged('demo', alice, laptop, desktop)
    const outcome = async ({ op }: { readonly op: string }) =>
      (await ok(alice.why({ repo: 'demo', op }))).op.decision.outcome
    expect([await outcome(lock), await outcome(close), await outcome(again)]).toEqual([
      'hidden',
      'accepted',
      'accepted',
    ])
    const cores = await ok(alice.cores({ repo: 'demo' }))
    expect(cores.filter(({ blacklisted }) => blacklisted !== undefined)).toEqual([])
    expect(cores.find(({ core }) => core === second)).toMatchObject({ person: first, role: 'collaborator' })
  })

  it('is shown with the claim, the pairs and what it waits for', async () => {
    const { laptop, desktop, first, second } = await claimed()
    expect(await ok(desktop.identity({ repo: 'demo', who: 'me' }))).toMatchObject({
      core: second,
      identity: 'maybe',
      user: identities.user('ada'),
      view: { standing: 'held', firstLinked: first },
      waiting: { cores: [first] },
    })
    await ok(laptop.pair({ repo: 'demo', who: second }))
    await ok(desktop.pair({ repo: 'demo', who: first }))
    const because = await until(
      async () => {
        const { view, because: lines } = await ok(laptop.identity({ repo: 'demo', who: second }))
        return view.standing === 'confirmed' ? lines : undefined
      },
      { what: 'the laptop sees the desktop confirmed' },
    )
    expect(because.join(' ')).toContain(`paired with ${toZ32(first).slice(0, 8)}`)
  })

  it('is given up for what it writes from then on, until both have paired again', async () => {
    const { alice, laptop, desktop, first, second } = await claimed()
    await ok(laptop.pair({ repo: 'demo', who: second }))
    await ok(desktop.pair({ repo: 'demo', who: first }))
    await converged('demo', alice, laptop, desktop)
    await write(desktop, 'demo', issue)
    const notTheirs = await alice.unpair({ repo: 'demo', who: second })
    expect(notTheirs).toMatchObject({ ok: false, failure: { code: 'refused', rule: 'identity.unpair' } })
    const given = await ok(laptop.unpair({ repo: 'demo', who: second }))
    expect(given.warnings[0]).toContain('paired again')
    await converged('demo', alice, laptop, desktop)
    const refused = await desktop.write({ repo: 'demo', actions: [issue] })
    expect(refused).toMatchObject({ ok: false, failure: { code: 'refused', rule: 'identity.unpair' } })
    await ok(laptop.pair({ repo: 'demo', who: second }))
    await ok(desktop.pair({ repo: 'demo', who: first }))
    await converged('demo', alice, laptop, desktop)
    expect(await write(desktop, 'demo', issue)).not.toHaveProperty('held')
  })
})

describe('A pair with the core of somebody else', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  it('is warned of, counts as a strike where it is wanted, and is refused the third time', async () => {
    const [alice, mallory] = [await homes.open('alice'), await homes.open('mallory')]
    const { link, id, core: founder } = await ok(alice.createRepository({ name: 'demo' }))
    await serve(alice)
    const { core } = await ok(mallory.cloneRepository({ link }))
    const pair = { repo: 'demo', who: founder }
    expect(await mallory.pair(pair)).toMatchObject({ ok: false, failure: { code: 'invalid' } })
    await write(mallory, 'demo', claimOf('mallory', id, core))
    expect(await mallory.pair(pair)).toMatchObject({
      ok: false,
      failure: { code: 'invalid', message: expect.stringContaining('claims nobody') },
    })
    await write(alice, 'demo', claimOf('alice', id, founder))
    await serve(mallory)
    await converged('demo', alice, mallory)

    for (const strike of [1, 2]) {
      expect(await mallory.pair(pair)).toMatchObject({
        ok: false,
        failure: {
          code: 'refused',
          reason: 'not-permitted',
          message: expect.stringContaining(`strike ${strike} of 3`),
        },
      })
      const struck = await ok(mallory.pair({ ...pair, acceptStrike: true }))
      expect(struck.warnings[0]).toContain(`strike ${strike} of 3`)
    }
    for (const acceptStrike of [false, true])
      expect(await mallory.pair({ ...pair, acceptStrike })).toMatchObject({
        ok: false,
        failure: { code: 'refused', outcome: 'violation', reason: 'pairing-abuse' },
      })
    await converged('demo', alice, mallory)
    const seen = await ok(alice.identity({ repo: 'demo', who: core }))
    expect(seen.view.strikes).toHaveLength(2)
    expect(seen.because.join(' ')).toContain('2 of 3 strikes')
    expect((await ok(alice.cores({ repo: 'demo' }))).some(({ blacklisted }) => blacklisted !== undefined)).toBe(false)
    await write(mallory, 'demo', issue)
  })
})
