import type { CoreKey, EquivocationProof, MissingParent } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import { type BranchBlock, encodeSignedLeaf, type Log, type LogStorage, signLastLeaf } from '../src/index.js'
import type { LogReplica } from '../src/log-replica.js'
import { HeadIndex } from '../src/storage/head-index.js'
import { Author } from './author.js'
import { clonedHomes, forkedHomes } from './forked-homes.js'
import { connect, holding, Homes, proven } from './homes.js'

const seqsOf = (log: Log): number[] => {
  const seqs: number[] = []
  log.on('branch-block', ({ seq }: BranchBlock) => seqs.push(seq))
  return seqs
}

/** What shows that an own core wrote another op at a seq. */
const proofAt = (log: Log, core: CoreKey, blocks: readonly Uint8Array[], seq: number): EquivocationProof => {
  const own = (log as LogReplica).scope.own.get(core)
  if (own === undefined) throw new Error('it is no core of this home')
  const half = (last: Uint8Array): Uint8Array =>
    encodeSignedLeaf(signLastLeaf(own.signer, own.keyPair.secretKey, [...blocks.slice(0, seq), last]))
  return { core, seq, proofA: half(blocks[seq] ?? new Uint8Array(0)), proofB: half(Uint8Array.of(1, 2, 3)) }
}

const storedBytes = (home: LogStorage): number => home.admissionStatus().bytesTotal

const cited = (author: Author, citer: CoreKey): MissingParent => ({
  core: author.core,
  seq: author.length - 1,
  id: author.head,
  citedBy: { core: citer, seq: 0 },
})

describe('blocks of a branch that an op cites', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  test.each([
    ['shorter', 5, 2],
    ['as long', 3, 3],
    ['longer', 2, 5],
    ['much longer', 1, 700],
  ])('come where the branch is %s, whoever announced it', async (_name, ours, theirs) => {
    const { left, right, log, alice, twin } = await forkedHomes(homes)
    await alice.chat(ours, 10)
    await twin.chat(theirs, 20)
    const seqs = seqsOf(log)
    connect(left, right)
    await proven(log)
    log.requestParents([cited(twin, alice.core)])
    await until(() => seqs.length === theirs, { what: 'the branch is here' })
    expect(seqs).toEqual(Array.from({ length: theirs }, (_, place) => 3 + place))
    expect(await log.readBranch(twin.core, twin.length - 1, twin.head)).toBeDefined()
  })

  test('come when somebody has them at last', async () => {
    const { left, right, log, alice, twin } = await forkedHomes(homes)
    await alice.chat(4, 10)
    await twin.chat(2, 20)
    const [seqs, reader] = [seqsOf(log), await homes.open()]
    await reader.openLog(log.id)
    connect(left, reader)
    await until(() => log.peers().length === 1, { what: 'somebody is here who has nothing' })
    log.requestParents([cited(twin, alice.core)])
    connect(left, right)
    await until(() => seqs.length === 2, { what: 'the branch is here' })
  })

  test('that lie in the core here, behind a verdict, are told of', async () => {
    const { log, alice } = await forkedHomes(homes)
    await alice.chat(4)
    await log.stopCore(alice.core, 3)
    const seqs = seqsOf(log)
    log.requestParents([cited(alice, alice.core)])
    await until(() => seqs.length === 4, { what: 'they are told' })
    expect(seqs).toEqual([3, 4, 5, 6])
  })

  /** The home of a reader who has one branch, and bob's core, which cites the other one. */
  const citing = async (options: Parameters<Homes['open']>[0], theirs: number) => {
    const { left, right, log, alice, twin } = await forkedHomes(homes)
    await alice.chat(1, 10)
    await twin.chat(theirs, 100)
    const bob = await Author.member(log, 'bob')
    const dir = await homes.folder()
    const reader = await homes.reopen(dir, options)
    const copy = await reader.openLog(log.id)
    connect(left, reader)
    await Promise.all([holding(copy, alice.core, 4), holding(copy, bob.core, 1)])
    connect(right, reader)
    await proven(copy)
    return { dir, left, right, reader, log, copy, alice, twin, bob }
  }

  test('count as stored, also after a restart', async () => {
    const { dir, reader, copy, twin, bob } = await citing({}, 20)
    const before = storedBytes(reader)
    const seqs = seqsOf(copy)
    copy.requestParents([cited(twin, bob.core)])
    await until(() => seqs.length === 20, { what: 'the branch is here' })
    const after = storedBytes(reader)
    expect(after - before).toBeGreaterThan(20 * 100)
    copy.requestParents([cited(twin, bob.core)])
    expect(storedBytes(reader)).toBe(after)
    await reader.close()
    const again = await homes.reopen(dir)
    expect(storedBytes(again)).toBe(after)
    await again.removeLog(copy.id)
    expect(storedBytes(again)).toBe(0)
  })

  test("are charged to the citing core's day, which bounds them, and to nobody else's", async () => {
    const dayMs = 86_400_000
    let nowMs = 20_000 * dayMs
    const limits = { opsPerCoreDayMax: 10 }
    const { left, reader, log, copy, twin, bob } = await citing({ limits, clock: () => nowMs }, 16)
    const seqs = seqsOf(copy)
    const refused = () => reader.admissionStatus().refusals['core-day-ops']
    copy.requestParents([cited(twin, bob.core)])
    await until(() => refused() > 0, { what: 'the rest is refused today' })
    expect(seqs).toEqual([])
    const carol = await Author.member(log, 'carol')
    await carol.chat(3)
    await holding(copy, carol.core, 4)
    await bob.chat(1)
    const times = refused()
    await until(() => refused() > times, { what: 'who cites so much brings no more today' })
    expect(copy.core(bob.core)?.length).toBe(1)
    nowMs += dayMs
    await until(
      () => {
        copy.requestParents([cited(twin, bob.core)])
        return seqs.length === 16
      },
      { what: 'the next day it is here' },
    )
    connect(left, reader)
  })

  test('past the bytes of the home none come, and what is there stays', async () => {
    const { reader, copy, twin, bob, alice } = await citing({ limits: { bytesTotalMax: 20_000 } }, 700)
    const seqs = seqsOf(copy)
    copy.requestParents([cited(twin, bob.core)])
    await until(() => reader.admissionStatus().refusals['total-bytes'] > 0, { what: 'it is refused' })
    expect(seqs).toEqual([])
    expect(storedBytes(reader)).toBeLessThan(400_000)
    expect(copy.core(alice.core)?.length).toBe(4)
  })
})

describe('several branches of one core', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  test('are proven at the lowest seq at which any two differ, whichever are known first', async () => {
    const [one, two, three] = await clonedHomes(homes, 3)
    if (one === undefined || two === undefined || three === undefined) throw new Error('there are three')
    await one.author.chat(3, 10)
    // The two go on together for a while and part later.
    connect(one.home, two.home)
    await holding(two.log, one.author.core, 6)
    await one.home.close()
    const core = one.author.core
    const [late, early] = [await Author.founder(two.log), three.author]
    await early.chat(1, 30)
    await late.chat(2, 20)
    const reader = await homes.open()
    const log = await reader.openLog(two.log.id)
    connect(two.home, reader)
    await holding(log, core, late.length)
    await log.stopCore(core, 5)
    // The copy's own machine is spoken to by nobody; what it wrote comes by others.
    const relay = await homes.open()
    const relayed = await relay.openLog(log.id)
    connect(three.home, relay)
    await holding(relayed, core, 4)
    connect(relay, reader)
    for (const each of [log, relayed])
      await until(() => each.forks(core)[0]?.seq === 3, { what: 'the lowest fork is proven and told' })
  })

  test('keep the sixteen lowest proofs, on disk as well', async () => {
    const dir = await homes.folder()
    const home = await homes.reopen(dir)
    const log = await home.createLog()
    const alice = await Author.founder(log)
    await alice.chat(39)
    const blocks = await log.read(alice.core, 0, 40)
    for (let seq = 39; seq >= 10; seq--) log.addForkProof(proofAt(log, alice.core, blocks, seq))
    const lowest = Array.from({ length: 16 }, (_, place) => ({ core: alice.core, seq: 10 + place }))
    expect(log.forks(alice.core)).toEqual(lowest)
    expect(await log.forkProof({ core: alice.core, seq: 26 })).toBeUndefined()
    const bytes = home.admissionStatus().bytesTotal
    await home.close()
    const index = new HeadIndex(`${dir}/heads`)
    await index.open()
    const stored: number[] = []
    for await (const { seq } of index.forks(log.id)) stored.push(seq)
    await index.close(true)
    expect(stored).toEqual(lowest.map(({ seq }) => seq))
    const again = await homes.reopen(dir)
    expect((await again.openLog(log.id)).forks()).toEqual(lowest)
    expect(again.admissionStatus().bytesTotal).toBe(bytes)
  })
})
