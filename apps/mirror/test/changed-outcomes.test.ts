import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { openPeer, type Peer } from '@hypergit/client'
import { openHostilePeer, scenarioIdentities } from '@hypergit/client/testing'
import { type CoreKey, logId, type OpId, type RepositoryAction, toZ32 } from '@hypergit/domain'
import { requires, tempDir, type TempDir, until } from '@hypergit/testing'
import type { RunningMirror } from '../src/index.js'
import { answered, MirrorApi, startMirror, TestPeer } from './mirror-world.js'

const identities = scenarioIdentities(0)

/** What the API says of an op, as far as this test reads it. */
interface ShownOp {
  readonly outcome: string
  readonly reason?: string
  readonly visible: boolean
  readonly decidedBy: readonly { readonly op: string }[]
}

requires('redis')('an outcome that changes because another op arrived', () => {
  let data: TempDir
  let mirror: RunningMirror
  let api: MirrorApi
  let alice: TestPeer
  let repo: string
  let thread: OpId
  const closing: (() => Promise<unknown>)[] = []

  const online = () => ({ bootstrap: mirror.bootstrap ?? '' })
  const offline = { bootstrap: '127.0.0.1:9', limits: { publishWaitMs: 0 } }
  const home = (name: string) => join(data.path, 'peers', name)

  /** Opens the home of a person who is new here, once. */
  const newcomer = async (name: string): Promise<CoreKey> => {
    const peer = await openPeer({ home: home(name), ...online() })
    try {
      const { core } = answered(await peer.cloneRepository({ link: repo }))
      await written(peer, { type: 'ack' })
      return core
    } finally {
      await peer.close()
    }
  }
  const written = async (peer: Peer, action: RepositoryAction): Promise<OpId> =>
    answered(await peer.write({ repo, actions: [action] })).ops[0]?.op as OpId
  /** Writes as the person of that home and goes again. */
  const as = async (name: string, action: RepositoryAction, options = {}): Promise<OpId> => {
    const peer = await openPeer({ home: home(name), ...online(), ...options })
    try {
      if (options !== offline) for await (const _ of peer.sync({ waitMs: 10_000 })) continue
      return await written(peer, action)
    } finally {
      await peer.close()
    }
  }

  const shown = (op: OpId) => api.get<ShownOp>(`/api/repositories/${toZ32(repo)}/ops/${toZ32(op)}`)
  const page = async (path: string) => (await fetch(`${mirror.publicUrl}/r/${toZ32(repo)}${path}`)).text()
  const isShownAs = (op: OpId, expected: Partial<ShownOp>) =>
    until(
      async () => {
        expect(await shown(op)).toMatchObject(expected)
        return true
      },
      { what: `the API says ${expected.outcome} ${expected.reason ?? ''}`, timeoutMs: 20_000 },
    )
  const labels = async () =>
    (await api.get<{ labels: readonly string[] }>(`/api/repositories/${toZ32(repo)}/threads/1`)).labels
  /** What `why` says on the founder's own machine. */
  const why = async (op: OpId) => answered(await alice.peer.why({ repo, op })).op.decision

  beforeAll(async () => {
    data = await tempDir('hypergit-mirror-')
    mirror = await startMirror(data.path)
    api = new MirrorApi(mirror)
    alice = await TestPeer.start(mirror.bootstrap ?? '')
    closing.push(() => alice.close())
    repo = answered(await alice.peer.createRepository({ name: 'changing' })).id
    alice.seed()
    await api.host(repo)
    const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
    thread = opened?.op as OpId
  }, 90_000)

  afterAll(async () => {
    for (const close of closing.toReversed()) await close()
    await mirror?.close()
    await data?.remove()
  }, 30_000)

  test('held until its machine is confirmed: on the page, in the API and in why', async () => {
    const laptop = await newcomer('laptop')
    const desktop = await newcomer('desktop')
    const log = logId(repo)
    const claim = (core: CoreKey) =>
      ({
        type: 'identity.claim',
        user: identities.user('u1'),
        proof: identities.claimProof('u1', log, core, false),
      }) as const
    await as('laptop', claim(laptop))
    await as('desktop', claim(desktop))
    const machine = await openHostilePeer({ home: home('desktop'), ...online() })
    const action = { type: 'comment', thread, body: 'from-my-new-machine' } as const
    const comment = await machine.append({ repo: log, citing: 'all', action })
    await machine.close()

    await isShownAs(comment, { outcome: 'held', reason: 'unconfirmed', visible: false })
    expect(await why(comment)).toMatchObject({ outcome: 'held', reason: 'unconfirmed' })
    expect(await page('/issues/1')).not.toContain('from-my-new-machine')

    await as('laptop', { type: 'identity.pair', core: desktop })
    await as('desktop', { type: 'identity.pair', core: laptop })
    await isShownAs(comment, { outcome: 'accepted', visible: true })
    await api.agrees(alice, repo, 20_000)
    expect(await why(comment)).toMatchObject({ outcome: 'accepted' })
    expect(await page('/issues/1')).toContain('from-my-new-machine')
  }, 90_000)

  test('void with all that hung on it, once a senior turns out to have taken the right away', async () => {
    const [erin, bob, carol] = [await newcomer('erin'), await newcomer('bob'), await newcomer('carol')]
    await alice.write(repo, { type: 'role.set', target: erin, role: 'admin' })
    await alice.write(repo, { type: 'role.set', target: bob, role: 'admin' })
    await as('erin', { type: 'ack' })
    await as('bob', { type: 'ack' })
    // Nobody hears of it until Erin is online again.
    const demotion = await as('erin', { type: 'role.set', target: bob, role: 'normal' }, offline)
    const grant = await as('bob', { type: 'role.set', target: carol, role: 'collaborator' })
    const label = await as('carol', { type: 'thread.label', thread, add: ['given-by-carol'], remove: [] })
    await isShownAs(grant, { outcome: 'accepted' })
    await isShownAs(label, { outcome: 'accepted' })
    expect(await labels()).toEqual(['given-by-carol'])
    expect(await page('/issues/1')).toContain('given-by-carol')

    await as('erin', { type: 'ack' })
    await isShownAs(grant, { outcome: 'hidden', reason: 'void' })
    await isShownAs(label, { outcome: 'hidden', reason: 'not-permitted' })
    expect((await shown(grant)).decidedBy.map(({ op }) => op)).toContain(toZ32(demotion))
    await api.agrees(alice, repo, 20_000)
    expect(await why(grant)).toMatchObject({ outcome: 'hidden', reason: 'void' })
    expect(await why(label)).toMatchObject({ outcome: 'hidden', reason: 'not-permitted' })
    const people = await api.get<{ items: readonly { core: string; role: string }[] }>(
      `/api/repositories/${toZ32(repo)}/people`,
    )
    expect(people.items.find(({ core }) => core === toZ32(carol))).toMatchObject({ role: 'normal' })
    expect(await labels()).toEqual([])
  }, 90_000)
})
