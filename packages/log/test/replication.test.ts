import { Author } from './author.js'
import { connect, holding, Homes } from './homes.js'

describe('two homes over a stream', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  test('a bare link is enough to fetch a log', async () => {
    const [a, b] = [await homes.open(), await homes.open()]
    const log = await a.createLog()
    const alice = await Author.founder(log)
    await alice.chat(20)
    const copy = await b.openLog(log.id)
    connect(a, b)
    await holding(copy, alice.core, 21)
    expect(await copy.read(alice.core, 0, 21)).toEqual(await log.read(alice.core, 0, 21))
    expect(await copy.awaitCaughtUp(5_000)).toBe(true)
    expect(copy.core(alice.core)).toMatchObject({ core: alice.core, length: 21, id: alice.head, own: false })
  })

  test('both write, and each append is on the other side', async () => {
    const [a, b] = [await homes.open(), await homes.open()]
    const log = await a.createLog()
    const alice = await Author.founder(log)
    const copy = await b.openLog(log.id)
    connect(a, b)
    await holding(copy, alice.core, 1)
    const bob = await Author.member(copy)
    await holding(log, bob.core, 1)
    for (let round = 0; round < 5; round++) {
      await alice.chat(1)
      await bob.chat(2)
    }
    await Promise.all([holding(copy, alice.core, 6), holding(log, bob.core, 11)])
    expect(await copy.awaitHolders(bob.core, 11, 1, 5_000)).toBe(1)
  })

  test('what was written apart is exchanged when they meet', async () => {
    const [a, b] = [await homes.open(), await homes.open()]
    const log = await a.createLog()
    const alice = await Author.founder(log)
    const copy = await b.openLog(log.id)
    const cut = connect(a, b)
    await holding(copy, alice.core, 1)
    const bob = await Author.member(copy)
    await holding(log, bob.core, 1)
    cut()
    await alice.chat(300)
    await bob.chat(300)
    connect(a, b)
    await Promise.all([holding(copy, alice.core, 301), holding(log, bob.core, 301)])
  })
})
