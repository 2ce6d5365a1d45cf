import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toZ32 } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import type { LogEntry } from '../src/api/reading.js'
import type { Peer } from '../src/api/peer.js'
import { openHostilePeer } from '../src/testing/append-unchecked.js'
import { converged, Homes, ok, serve, stateHash, write } from './homes.js'

const openIssue = (title: string) => ({ type: 'thread.open', kind: 'issue', title, body: '' }) as const

/** Visible comments of the first thread. */
const bodies = async (peer: Peer) =>
  (await ok(peer.thread({ repo: 'demo', thread: '1' }))).entries
    .filter(({ visible, action }) => visible && action.type === 'comment')
    .map(({ current }) => current?.body)

describe('Peers on a local DHT', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  /** alice founds `demo` with one issue and serves it; bob clones it and serves it, too. */
  const pair = async () => {
    const alice = await homes.open('alice')
    const bob = await homes.open('bob')
    const { link, id } = await ok(alice.createRepository({ name: 'demo' }))
    const issue = await write(alice, 'demo', openIssue('crash'))
    await serve(alice)
    const { core } = await ok(bob.cloneRepository({ link }))
    return { alice, bob, bobCore: core, issue, id, link }
  }
  it('converge: a clone sees what is there, and each sees what the other writes', async () => {
    const { alice, bob, issue } = await pair()
    const comment = await ok(
      bob.write({ repo: 'demo', actions: [{ type: 'comment', thread: issue.op, body: 'me too' }] }),
    )
    expect(comment.published).toBe(1)
    await converged('demo', alice, bob)
    expect(await bodies(alice)).toEqual(['me too'])
    expect(await bodies(bob)).toEqual(['me too'])
  })

  it('merge what both wrote while they were apart', async () => {
    const { alice, bob, issue } = await pair()
    await homes.close(bob)
    const offline = await homes.open('bob')
    await write(offline, 'demo', { type: 'comment', thread: issue.op, body: 'from bob' }, { offline: true })
    await write(alice, 'demo', { type: 'comment', thread: issue.op, body: 'from alice' })
    const events = []
    for await (const event of offline.sync({ waitMs: 10_000 })) events.push(event)
    expect(events.at(-1)).toMatchObject({ kind: 'done', complete: true, repositories: [{ name: 'demo', missing: 0 }] })
    await converged('demo', alice, offline)
    expect(new Set(await bodies(alice))).toEqual(new Set(['from alice', 'from bob']))
  })

  it('hide what a muted author wrote before hearing of the mute, and refuse what comes after', async () => {
    const { alice, bob, bobCore, issue } = await pair()
    await ok(bob.write({ repo: 'demo', actions: [{ type: 'ack' }] }))
    await homes.close(bob)
    const apart = await homes.open('bob')
    const late = await write(apart, 'demo', { type: 'comment', thread: issue.op, body: 'late' }, { offline: true })
    const mute = await write(alice, 'demo', { type: 'mute', target: bobCore, reason: 'spam' })
    await serve(apart)
    await converged('demo', alice, apart)
    expect(await bodies(alice)).toEqual([])
    const { op, decidedBy } = await ok(alice.why({ repo: 'demo', op: late.op }))
    expect(op.decision).toMatchObject({ outcome: 'hidden', reason: 'muted' })
    expect(decidedBy.map(({ id }) => id)).toEqual([mute.op])
    const refused = await apart.write({ repo: 'demo', actions: [{ type: 'comment', thread: issue.op, body: 'again' }] })
    expect(refused).toMatchObject({ ok: false, failure: { code: 'refused', reason: 'muted', decidedBy: [mute.op] } })
  })

  it('blacklist a core whose client does not refuse, everywhere', async () => {
    const { alice, bob, bobCore, issue, id, link } = await pair()
    await ok(bob.write({ repo: 'demo', actions: [{ type: 'ack' }] }))
    await write(alice, 'demo', { type: 'mute', target: bobCore })
    await converged('demo', alice, bob)
    await homes.close(bob)

    const hostile = await openHostilePeer({ home: homes.path('bob'), bootstrap: homes.bootstrap })
    const spam = await hostile.append({
      repo: id,
      action: { type: 'comment', thread: issue.op, body: 'spam' },
      citing: 'all',
    })
    await until(async () => (await ok(alice.status({ repo: 'demo' }))).repositories[0]?.blacklist.length === 1, {
      what: 'alice has blacklisted the core',
    })
    expect((await ok(alice.why({ repo: 'demo', op: spam }))).op.decision).toMatchObject({
      outcome: 'violation',
      reason: 'muted',
    })
    await hostile.append({
      repo: id,
      action: { type: 'comment', thread: issue.op, body: 'more spam' },
      citing: 'nothing',
    })
    await hostile.close()

    const carol = await homes.open('carol')
    await ok(carol.cloneRepository({ link }))
    await converged('demo', alice, carol)
    const [status] = (await ok(carol.status({ repo: 'demo' }))).repositories
    expect(status?.blacklist).toMatchObject([{ core: bobCore, reason: 'muted', op: spam }])
    expect(status?.heads.find(({ core }) => core === bobCore)?.length).toBe(3)
  })

  it('come to have what a banned core wrote before they heard of it from another, and agree', async () => {
    const { alice, bob, bobCore, issue, link } = await pair()
    const carol = await homes.open('carol')
    await ok(carol.cloneRepository({ link }))
    await ok(bob.write({ repo: 'demo', actions: [{ type: 'ack' }] }))
    await converged('demo', alice, bob, carol)
    await homes.close(bob)
    await homes.close(carol)
    const ban = await write(alice, 'demo', { type: 'core.ban', core: bobCore })
    await homes.close(alice)

    const [carolApart, bobApart] = [await homes.open('carol'), await homes.open('bob')]
    await serve(carolApart)
    const late = await write(bobApart, 'demo', { type: 'comment', thread: issue.op, body: 'late' })
    await until(async () => (await carolApart.op({ repo: 'demo', op: late.op })).ok, { what: 'carol has it' })
    await homes.close(bobApart)

    const aliceAgain = await homes.open('alice')
    await serve(aliceAgain)
    await until(async () => (await aliceAgain.op({ repo: 'demo', op: late.op })).ok, { what: 'alice has it as well' })
    await converged('demo', aliceAgain, carolApart)
    const { op, decidedBy } = await ok(aliceAgain.why({ repo: 'demo', op: late.op }))
    expect(op.decision).toMatchObject({ outcome: 'ignored', reason: 'blacklisted' })
    expect(decidedBy.map(({ id }) => id)).toEqual([ban.op])
  })

  it('follow the log: ops as they come, with outcomes', async () => {
    const { alice, bob, issue } = await pair()
    const seen: LogEntry[] = []
    const following = (async () => {
      for await (const entry of alice.log({ repo: 'demo', follow: true, limit: 1 })) {
        if (entry.kind !== 'failed') seen.push(entry)
        if (seen.some(({ op }) => op.action.type === 'comment')) return
      }
    })()
    await write(bob, 'demo', { type: 'comment', thread: issue.op, body: 'hello' })
    await following
    expect(seen.map(({ op }) => op.action.type)).toEqual(['thread.open', 'join', 'comment'])
  })

  it('hear once of each peer that comes and goes, however many repositories it shares', async () => {
    const alice = await homes.open('alice')
    const bob = await homes.open('bob')
    const links: string[] = []
    for (const name of ['one', 'two']) links.push((await ok(alice.createRepository({ name }))).link)
    const counts: number[] = []
    const seeding = (async () => {
      for await (const event of alice.seed({})) if (event.kind === 'peer') counts.push(event.connections)
    })()
    for (const link of links) await ok(bob.cloneRepository({ link }))
    await until(() => counts.length > 0, { what: 'alice hears of bob' })
    await homes.close(bob)
    await until(() => counts.at(-1) === 0, { what: 'alice hears that bob has left' })
    await homes.close(alice)
    await seeding
    expect(counts).toEqual([1, 0])
  })

  it('find threads by who is assigned, under any word for the person', async () => {
    const alice = await homes.open('alice')
    const { core } = await ok(alice.createRepository({ name: 'demo', offline: true }))
    const { op } = await write(alice, 'demo', openIssue('crash'), { offline: true })
    await write(alice, 'demo', openIssue('other'), { offline: true })
    const assign = { type: 'thread.assign', thread: op, add: [toZ32(core), 'octocat'], remove: [] } as const
    await write(alice, 'demo', assign, { offline: true })
    for (const assignee of ['me', toZ32(core), toZ32(core).slice(0, 8), 'octocat']) {
      const { items } = await ok(alice.threads({ repo: 'demo', assignee }))
      expect(items.map(({ title }) => title)).toEqual(['crash'])
    }
    expect((await ok(alice.threads({ repo: 'demo', assignee: 'nobody' }))).items).toEqual([])
  })

  it.each([
    ['was deleted', (views: string) => rm(views, { recursive: true })],
    ['another version wrote in another format', (views: string) => writeFile(join(views, 'hypergit-format'), '1\n')],
  ])('rebuild their view from the cores when it %s', async (_, change) => {
    const { alice, bob, issue } = await pair()
    await write(bob, 'demo', { type: 'comment', thread: issue.op, body: 'kept' })
    const before = await converged('demo', alice, bob)
    await homes.close(bob)
    await change(join(homes.path('bob'), 'views'))
    const again = await homes.open('bob')
    expect(await stateHash(again, 'demo')).toBe(before)
  })
})
