import type { CoreKey } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import { Author } from './author.js'
import { connect, holding, Homes } from './homes.js'

describe('a core under a verdict', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  test('is kept and served up to there, and who holds its key is disconnected, a relay is not', async () => {
    const [a, b, relay, late] = [await homes.open(), await homes.open(), await homes.open(), await homes.open()]
    const log = await a.createLog()
    const alice = await Author.founder(log)
    const [atBob, atRelay] = [await b.openLog(log.id), await relay.openLog(log.id)]
    connect(a, b)
    connect(a, relay)
    await Promise.all([holding(atBob, alice.core, 1), holding(atRelay, alice.core, 1)])
    const bob = await Author.member(atBob)
    await bob.chat(5)
    await Promise.all([holding(log, bob.core, 6), holding(atRelay, bob.core, 6)])
    expect(a.connections().map(({ provenCores }) => provenCores)).toEqual(expect.arrayContaining([[bob.core], []]))

    await log.stopCore(bob.core, 4)
    await until(() => log.peers().length === 1, { what: 'its holder is gone' })
    expect(a.connections()[0]?.provenCores).toEqual([])
    await bob.chat(3)
    connect(b, relay)
    await holding(atRelay, bob.core, 9)
    const copy = await late.openLog(log.id)
    connect(a, late)
    await holding(copy, bob.core, 4)
    expect(await copy.awaitCaughtUp(5_000)).toBe(true)
    expect(copy.core(bob.core)?.length).toBe(4)
    expect(log.core(bob.core)).toMatchObject({ length: 6, keep: 4 })

    connect(b, a)
    await until(() => b.connections().length === 1, { what: 'it is not let in again' })
    expect(log.peers()).toHaveLength(2)

    await log.unstopCore(bob.core)
    await holding(log, bob.core, 9)
    await holding(copy, bob.core, 9)
  })

  test('stays under it after a restart', async () => {
    const [dir, other] = [await homes.folder(), await homes.open()]
    const first = await homes.reopen(dir)
    const log = await first.createLog()
    const alice = await Author.founder(log)
    const copy = await other.openLog(log.id)
    connect(first, other)
    await holding(copy, alice.core, 1)
    const bob = await Author.member(copy)
    await bob.chat(2)
    await holding(log, bob.core, 3)
    await log.stopCore(bob.core, 2)
    await first.close()
    const second = await homes.reopen(dir)
    const again = await second.openLog(log.id)
    expect(again.core(bob.core)).toMatchObject({ length: 3, keep: 2 })
    connect(second, other)
    await until(() => second.connections().length === 0, { what: 'its holder is refused' })
  })

  test.each([
    ['just there', 4],
    ['further on', 6],
  ])('serves nothing after it when the verdict came first and the core was %s', async (_where, keep) => {
    const [a, b] = [await homes.open(), await homes.open()]
    const log = await a.createLog()
    await Author.founder(log)
    const writer = await Author.member(log, 'second')
    await writer.chat(3)
    await log.stopCore(writer.core, keep)
    await writer.chat(5)
    expect(log.core(writer.core)).toMatchObject({ length: 9, keep })
    const copy = await b.openLog(log.id)
    connect(a, b)
    await holding(copy, writer.core, keep)
    expect(await copy.awaitCaughtUp(5_000)).toBe(true)
    await writer.chat(1)
    await Author.founder(log).then((founder) => founder.chat(1))
    await holding(copy, log.id as string as CoreKey, 2)
    expect(copy.core(writer.core)?.length).toBe(keep)
  })
})
