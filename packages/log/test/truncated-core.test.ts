import type { Action, ParentRef } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import { type LogStorage, type NoiseStream, provesEquivocation } from '../src/index.js'
import { RawCore } from '../src/testing/index.js'
import type { Answering } from '../src/testing/index.js'
import { Author } from './author.js'
import { connect, holding, Homes, proven, streamPair } from './homes.js'

const acks = (count: number): readonly Action[] => Array.from({ length: count }, () => ({ type: 'ack' }))
const titled = (count: number): readonly Action[] =>
  Array.from({ length: count }, (_, place) => ({
    type: 'thread.open',
    kind: 'issue',
    title: `other ${place}`,
    body: '',
  }))

describe('a core that its owner truncates', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  const served = async (core: RawCore, home: LogStorage, answering?: Answering) => {
    const [theirs, ours] = streamPair()
    home.replicate(ours as NoiseStream)
    const peer = await core.serve(theirs as NoiseStream, answering)
    homes.onClose(() => Promise.resolve(theirs.destroy()))
    return peer
  }

  /** Two honest homes with five blocks of the core, before it is truncated to three and grows by so many. */
  const truncated = async (ops: number) => {
    const [left, right] = [await homes.open(), await homes.open()]
    const log = await left.createLog()
    const alice = await Author.founder(log)
    const copy = await right.openLog(log.id)
    connect(left, right)
    const core = await RawCore.create(await homes.folder(), log.id)
    homes.onClose(() => core.close())
    const founded: ParentRef = { core: alice.core, seq: 0, id: alice.head }
    await core.write([{ type: 'join' }, ...acks(4)], [founded])
    const peer = await served(core, left)
    for (const one of [log, copy]) await holding(one, core.core, 5)
    const before = core.head
    peer.stream.destroy()
    await until(() => log.peers().length === 1, { what: 'it has left' })
    await core.truncate(3)
    await core.write(titled(ops))
    expect(core.fork).toBe(1)
    return { left, right, log, copy, core, before, alice }
  }

  describe.each([
    ['longer', 4],
    ['as long', 2],
    ['shorter', 1],
  ])('to a tree that is %s than what peers hold', (_name, ops) => {
    test.each(['tail', 'proofs'] as const)('is refused and proven, served by %s', async (answering) => {
      const { left, log, copy, core, before } = await truncated(ops)
      await served(core, left, answering)
      for (const one of [log, copy]) {
        const { core: forked, seq, proofA, proofB } = await proven(one)
        expect([forked, seq]).toEqual([core.core, 3])
        expect(provesEquivocation(forked, seq, proofA, proofB)).toBe(true)
        expect(one.core(core.core)).toMatchObject(before)
      }
    })

    test.each(['tail', 'proofs'] as const)(
      'leaves nothing with a newcomer who meets it first, served by %s',
      async (answering) => {
        const { left, log, core, before } = await truncated(ops)
        const newcomer = await homes.open()
        const late = await newcomer.openLog(log.id)
        const peer = await served(core, newcomer, answering)
        await until(() => peer.closed, { what: 'it is spoken to no more' })
        expect(late.cores()).toEqual([])
        expect(newcomer.failure).toBeUndefined()
        connect(newcomer, left)
        await holding(late, core.core, 5)
        expect(late.core(core.core)).toMatchObject(before)
        await served(core, newcomer, answering)
        for (const one of [late, log]) expect(await proven(one)).toMatchObject({ core: core.core, seq: 3 })
      },
    )

    test('keeps its blocks to be had by id', async () => {
      const { left, log, core } = await truncated(ops)
      await served(core, left)
      const seen: number[] = []
      log.on('branch-block', ({ seq }) => seen.push(seq))
      const { length, id } = core.head
      log.requestParents([{ core: core.core, seq: length - 1, id, citedBy: { core: core.core, seq: 0 } }])
      await until(() => seen.length === ops, { what: 'the branch is here' })
      expect(seen).toEqual(Array.from({ length: ops }, (_, place) => 3 + place))
      expect(await log.readBranch(core.core, length - 1, id)).toBeDefined()
    })
  })

  test('to what peers hold of it is refused, and grows no more', async () => {
    const { left, log, core, before } = await truncated(0)
    await core.truncate(0)
    await core.write([{ type: 'join' }])
    const peer = await served(core, left)
    expect(await proven(log)).toMatchObject({ core: core.core, seq: 0 })
    expect(log.core(core.core)).toMatchObject(before)
    expect(peer.closed).toBe(false)
  })
})
