import { randomBytes } from 'node:crypto'
import { coreKey, opId } from '@hypergit/domain'
import { startDht, until } from '@hypergit/testing'
import b4a from 'b4a'
import Corestore from 'corestore'
import DHT from 'hyperdht'
import Hyperswarm from 'hyperswarm'
import type { AdmissionRefused, Head, LogStorage, NoiseStream } from '../src/index.js'
import { openSwarm } from '../src/index.js'
import { HeadIndex } from '../src/storage/head-index.js'
import { Author } from './author.js'
import { connect, holding, Homes, streamPair } from './homes.js'
import { RawPeer } from '../src/testing/raw-peer.js'

const randomHead = (): Head => ({
  core: coreKey(randomBytes(32).toString('hex')),
  length: 1,
  id: opId(randomBytes(32).toString('hex')),
})

const refusalsOf = (home: LogStorage): Record<string, number> =>
  Object.fromEntries(Object.entries(home.admissionStatus().refusals).filter(([, times]) => times > 0))

describe('admission', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  test('100,000 announced random keys leave nothing on disk, and an honest comment is here within 2 s', async () => {
    const dht = await startDht()
    homes.onClose(() => dht.stop())
    const dir = await homes.folder()
    const home = await homes.reopen(dir)
    const log = await home.createLog()
    const alice = await Author.founder(log)
    const swarm = await openSwarm(home, { bootstrap: dht.address })
    homes.onClose(() => swarm.close())
    await swarm.join(log)

    const honestHome = await homes.open()
    const honestSwarm = await openSwarm(honestHome, { bootstrap: dht.address })
    homes.onClose(() => honestSwarm.close())
    const copy = await honestHome.openLog(log.id)
    await honestSwarm.join(copy)
    await holding(copy, alice.core, 1)
    const bob = await Author.member(copy)
    await holding(log, bob.core, 1)

    const hostile = new Hyperswarm({ dht: new DHT({ bootstrap: dht.bootstrap, host: '127.0.0.1' }) })
    homes.onClose(() => hostile.destroy())
    let announced = 0
    let connections = 0
    // It never answers, so that every head stays unproven.
    const flood = async (stream: NoiseStream): Promise<void> => {
      const peer = await RawPeer.open(stream, log.id)
      for (; announced < 100_000; announced += 500)
        peer.messages.announce.send({ heads: Array.from({ length: 500 }, randomHead) })
    }
    hostile.on('connection', (stream) => {
      stream.on('error', () => undefined)
      connections++
      flood(stream).catch(() => undefined)
    })
    hostile.join(b4a.toBuffer(log.discoveryKey), { client: true, server: false })
    await until(() => announced === 100_000, { what: 'the keys were announced' })

    const startMs = performance.now()
    await bob.chat(1)
    await holding(log, bob.core, 2)
    expect(performance.now() - startMs).toBeLessThan(2_000)
    expect(connections).toBeGreaterThan(0)
    expect(log.cores()).toHaveLength(2)
    await swarm.close()
    await home.close()
    const index = new HeadIndex(`${dir}/heads`)
    await index.open()
    expect(await index.heads(log.id)).toHaveLength(2)
    await index.close(true)
    const store = new Corestore(`${dir}/cores`, { wait: false })
    homes.onClose(() => store.close())
    await store.ready()
    const stored: Uint8Array[] = []
    for await (const core of store.list()) stored.push(core)
    expect(stored).toHaveLength(2)
  })

  test('who announces heads and never proves them is disconnected', async () => {
    const home = await homes.open({ limits: { proofTimeMs: 300, falseHeadsMax: 40 } })
    const log = await home.createLog()
    await Author.founder(log)
    const [ours, theirs] = streamPair()
    home.replicate(ours as NoiseStream)
    const liar = await RawPeer.open(theirs as NoiseStream, log.id)
    liar.messages.announce.send({ heads: Array.from({ length: 500 }, randomHead) })
    await until(() => liar.closed, { what: 'it is disconnected' })
    expect(refusalsOf(home)).toEqual({ 'not-proven-in-time': 40, 'too-many-false-heads': 1 })
    expect(log.behindBy()).toBe(0)
    expect(log.cores()).toHaveLength(1)
  })

  test('a core of no member is not stored, whoever signs it', async () => {
    const [a, b] = [
      await homes.open(),
      await homes.open({
        rules: {
          facts: (_log, { bytes }) => ({ id: opId(b4a.toString(b4a.alloc(32, bytes[0] ?? 0), 'hex')) }),
          isMembership: () => true,
        },
      }),
    ]
    const log = await a.createLog()
    const alice = await Author.founder(log)
    const copy = await b.openLog(log.id)
    const refused: AdmissionRefused[] = []
    log.on('admission-refused', (refusal) => refused.push(refusal))
    connect(a, b)
    await holding(copy, alice.core, 1)
    const stranger = await copy.ownCore()
    await copy.append(stranger, [b4a.from([1, 9])])
    await until(() => refused.length > 0, { what: 'it is refused' })
    expect(refused[0]).toMatchObject({ core: stranger, reason: 'no-member' })
    expect(log.cores()).toHaveLength(1)
  })

  test('a core has a number of ops a day, which a restart does not forget, and gets more the next day', async () => {
    const dayMs = 86_400_000
    let nowMs = 20_000 * dayMs
    const clock = (): number => nowMs
    const limits = { opsPerCoreDayMax: 10 }
    const a = await homes.open()
    const log = await a.createLog()
    const alice = await Author.founder(log)
    await alice.chat(30)
    const dir = await homes.folder()
    const before = await homes.reopen(dir, { limits, clock })
    connect(a, before)
    await holding(await before.openLog(log.id), alice.core, 10)
    await until(() => refusalsOf(before)['core-day-ops'] !== undefined, { what: 'the rest is refused' })
    await before.close()
    const b = await homes.reopen(dir, { limits, clock })
    const copy = await b.openLog(log.id)
    const cut = connect(a, b)
    await until(() => refusalsOf(b)['core-day-ops'] !== undefined, { what: 'more is refused after the restart' })
    expect(copy.core(alice.core)?.length).toBe(10)
    cut()
    nowMs += dayMs
    connect(a, b)
    await holding(copy, alice.core, 20)
    expect(await copy.read(alice.core, 0, 20)).toEqual(await log.read(alice.core, 0, 20))
  })

  test("what an op cites is fetched outside its core's day, and charged to who cites it", async () => {
    const a = await homes.open()
    const log = await a.createLog()
    const alice = await Author.founder(log)
    const bob = await Author.member(log, 'bob')
    await alice.chat(30)
    const b = await homes.open({ limits: { opsPerCoreDayMax: 10 } })
    const copy = await b.openLog(log.id)
    connect(a, b)
    await Promise.all([holding(copy, alice.core, 10), holding(copy, bob.core, 1)])
    copy.requestParents([{ core: alice.core, seq: 24, id: alice.head, citedBy: { core: bob.core, seq: 0 } }])
    await holding(copy, alice.core, 25)
    await bob.chat(1)
    await until(() => refusalsOf(b)['core-day-ops'] === 2, { what: 'nothing more of the citing core comes today' })
    expect(copy.core(bob.core)?.length).toBe(1)
  })

  test('past the bytes of a log nothing new is taken, and what is there is served', async () => {
    const a = await homes.open()
    const log = await a.createLog()
    const alice = await Author.founder(log)
    await alice.chat(50, 200)
    const b = await homes.open({ limits: { bytesTotalMax: 5_000 } })
    const copy = await b.openLog(log.id)
    const cut = connect(a, b)
    await holding(copy, alice.core, 51)
    expect(b.admissionStatus()).toMatchObject({ full: true, bytesTotalMax: 5_000 })
    await alice.chat(1)
    await until(() => refusalsOf(b)['total-bytes'] !== undefined, { what: 'it is refused' })
    expect(copy.core(alice.core)?.length).toBe(51)
    cut()
    const c = await homes.open()
    const third = await c.openLog(log.id)
    connect(b, c)
    await holding(third, alice.core, 51)
  })

  test('a core of more bytes than are held unchecked comes block by block, and goes on from there', async () => {
    const a = await homes.open()
    const log = await a.createLog()
    const alice = await Author.founder(log)
    await alice.chat(600, 2_000)
    const b = await homes.open({ limits: { unsignedBytesMax: 512 * 1024 } })
    const copy = await b.openLog(log.id)
    connect(a, b)
    await holding(copy, alice.core, 601)
    await alice.chat(2)
    await holding(copy, alice.core, 603)
    expect(
      b4a.equals(
        b4a.concat([...(await copy.read(alice.core, 0, 603))]),
        b4a.concat([...(await log.read(alice.core, 0, 603))]),
      ),
    ).toBe(true)
    const c = await homes.open()
    const third = await c.openLog(log.id)
    connect(b, c)
    await holding(third, alice.core, 603)
  })

  test('new cores of one connection have a rate, and the others come when there is room', async () => {
    let nowMs = Date.now()
    const a = await homes.open()
    const log = await a.createLog()
    await Author.founder(log)
    for (const name of ['b', 'c', 'd', 'e', 'f']) await Author.member(log, name)
    const b = await homes.open({ limits: { newCoresPerConnectionMinuteMax: 3 }, clock: () => nowMs })
    const copy = await b.openLog(log.id)
    connect(a, b)
    await until(() => copy.cores().length === 3, { what: 'three are here' })
    expect(refusalsOf(b)).toEqual({ 'connection-new-cores': 3 })
    expect(await copy.awaitCaughtUp(0)).toBe(false)
    nowMs += 60_000
    await until(() => copy.cores().length === 6, { what: 'all are here' })
  })
})
