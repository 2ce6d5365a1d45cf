import { until } from '@hypergit/testing'
import { keyPair } from 'hypercore-crypto'
import {
  type BranchBlock,
  domainBlockRules,
  encodeSignedLeaf,
  type ForkSeen,
  provesEquivocation,
  signLastLeaf,
} from '../src/index.js'
import type { LogReplica } from '../src/log-replica.js'
import { BranchFetcher } from '../src/sync/branch-fetcher.js'
import { Author } from './author.js'
import { copyHome, forkedHomes } from './forked-homes.js'
import { connect, holding, Homes, proven } from './homes.js'

describe('two histories of one core', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  const forked = () => forkedHomes(homes)

  test.each([
    ['as long', 1],
    ['longer', 3],
  ])('a branch %s is seen for what it is, and keeps nobody from the log', async (_name, ops) => {
    const { left, right, log, other, alice, twin } = await forked()
    await alice.chat(1, 10)
    await twin.chat(ops, 20)
    const seen: ForkSeen[] = []
    log.on('fork', (fork) => seen.push(fork))
    connect(left, right)
    await until(() => seen.length > 0, { what: 'the fork is seen' })
    expect(seen[0]).toMatchObject({ core: alice.core, length: 3 + ops, id: twin.head })
    expect(log.ownHead(alice.core)).toEqual({ state: 'forked', at: expect.any(Number) as number })
    await expect(alice.chat(1)).rejects.toThrow("this machine's core has two histories")
    expect(log.core(alice.core)?.id).toBe(alice.head)
    const bob = await Author.member(other, 'bob')
    await holding(log, bob.core, 1)
  })

  test.each([
    ['as long', 1, 1],
    ['longer', 2, 9],
    ['shorter', 9, 2],
  ])('a branch %s is proven at the first block that differs, and told to everybody', async (_name, ours, theirs) => {
    const { left, right, log, other, alice, twin } = await forked()
    await alice.chat(ours, 10)
    await twin.chat(theirs, 20)
    const reader = await homes.open()
    const third = await reader.openLog(log.id)
    connect(left, reader)
    await holding(third, alice.core, 3 + ours)
    connect(left, right)
    for (const one of [log, other, third]) {
      const proof = await proven(one)
      expect(proof).toMatchObject({ core: alice.core, seq: 3 })
      expect(provesEquivocation(alice.core, 3, proof.proofA, proof.proofB)).toBe(true)
    }
    await left.close()
    const late = await homes.open()
    const fourth = await late.openLog(log.id)
    connect(reader, late)
    expect(await proven(fourth)).toMatchObject({ core: alice.core, seq: 3 })
  })

  test('a machine that was copied and does not know is told by who stopped its core, and reads on without its key', async () => {
    const { left, right, log, alice, twin } = await forked()
    const reader = await homes.open()
    const copy = await reader.openLog(log.id)
    await alice.chat(2, 10)
    const cut = connect(left, reader)
    await holding(copy, alice.core, 5)
    const bob = await Author.member(copy, 'bob')
    await holding(log, bob.core, 1)
    cut()
    await twin.chat(1, 20)
    connect(right, reader)
    await proven(copy)
    await copy.stopCore(alice.core, 3)
    await until(() => copy.peers().length === 0, { what: 'both machines are gone' })
    expect(log.ownHead(alice.core)).toEqual({ state: 'unconfirmed' })
    connect(left, reader)
    expect(await proven(log)).toMatchObject({ core: alice.core, seq: 3 })
    expect(log.ownHead(alice.core)).toEqual({ state: 'forked', at: 3 })
    await until(() => left.connections().length === 0, { what: 'it is spoken to no more' })
    await bob.chat(1)
    connect(left, reader)
    await holding(log, bob.core, 2)
    expect(reader.connections().map(({ provenCores }) => provenCores)).toEqual([[]])
    await left.close()
  })

  test('a home whose core forked goes on with another one, after a restart as well', async () => {
    const [dir, twinDir] = [await homes.folder(), await homes.folder()]
    const first = await homes.reopen(dir)
    const { id } = await first.createLog().then(async (log) => {
      await (await Author.founder(log)).chat(1)
      return log
    })
    await first.close()
    await copyHome(dir, twinDir)
    const [home, twin] = [await homes.reopen(dir), await homes.reopen(twinDir)]
    const [log, other] = [await home.openLog(id), await twin.openLog(id)]
    const old = await log.ownCore()
    await (await Author.founder(log)).chat(1, 10)
    await (await Author.founder(other)).chat(1, 20)
    connect(home, twin)
    await until(() => log.ownHead(old).state === 'forked', { what: 'the fork is known' })
    const fresh = await log.renewOwnCore()
    expect(fresh).not.toBe(old)
    expect(await log.ownCore()).toBe(fresh)
    await (await Author.member(log)).chat(1)
    await holding(other, fresh, 2)
    expect(await other.renewOwnCore()).not.toBe(fresh)
    await home.close()
    const again = await (await homes.reopen(dir)).openLog(id)
    expect(await again.ownCore()).toBe(fresh)
    expect(again.ownHead(old)).toMatchObject({ state: 'forked' })
    await (await Author.member(again)).chat(1)
    expect(again.core(fresh)?.length).toBe(3)
  })

  test('a block that an op cites and that its core never signed is taken from nobody', async () => {
    const [home, hostile] = [await homes.open(), await homes.open()]
    const log = await home.createLog()
    const alice = await Author.founder(log)
    await alice.chat(3)
    const twin = await hostile.openLog(log.id)
    connect(home, hostile)
    await holding(twin, alice.core, 4)
    const bytes = alice.encode([{ type: 'ack' }])[0] ?? new Uint8Array(0)
    const { id } = domainBlockRules.facts(log.id, { core: alice.core, seq: 2, bytes })
    const mallory = keyPair()
    const forged = signLastLeaf({ publicKey: mallory.publicKey }, mallory.secretKey, [bytes, bytes, bytes])
    const { index } = (twin as LogReplica).scope.home
    let taken = 0
    log.on('branch-block', () => taken++)
    const cited = { core: alice.core, seq: 2, id, citedBy: { core: alice.core, seq: 0 } }
    for (const [proof, peersLeft] of [
      [new Uint8Array(0), 1],
      [encodeSignedLeaf(forged), 0],
    ] as const) {
      await index.putBranch(log.id, alice.core, [{ seq: 2, id, bytes, proof }])
      await new BranchFetcher((log as LogReplica).scope).fetch(cited, 500)
      expect(taken).toBe(0)
      // Who shows nothing may not know better; who shows a forged proof is dropped.
      await until(() => log.peers().length === peersLeft, { what: `${peersLeft} peers are left` })
    }
  })

  test('blocks of the other branch come by id, in order, and are served on', async () => {
    const { left, right, log, alice, twin } = await forked()
    await alice.chat(4, 10)
    await twin.chat(3, 20)
    const reader = await homes.open()
    const copy = await reader.openLog(log.id)
    connect(left, reader)
    await holding(copy, alice.core, 7)
    connect(right, reader)
    const blocks: BranchBlock[] = []
    copy.on('branch-block', (block) => blocks.push(block))
    await until(() => copy.peers().length === 2, { what: 'both are connected' })
    const wanted = { core: alice.core, seq: 5, id: twin.head, citedBy: { core: alice.core, seq: 0 } }
    copy.requestParents([wanted])
    await until(() => blocks.length === 3, { what: 'the branch is here' })
    expect(blocks.map(({ seq }) => seq)).toEqual([3, 4, 5])
    expect(blocks.at(-1)?.id).toBe(twin.head)
    expect(await copy.readBranch(alice.core, 5, twin.head)).toEqual(blocks.at(-1)?.bytes)
    await right.close()
    const last = await homes.open()
    const second = await last.openLog(log.id)
    connect(reader, last)
    await holding(second, alice.core, 7)
    let served = 0
    second.on('branch-block', () => served++)
    second.requestParents([wanted])
    await until(() => served === 3, { what: 'a peer that holds it beside the core serves it' })
  })
})
