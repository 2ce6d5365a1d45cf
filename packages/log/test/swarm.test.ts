import { until } from '@hypergit/testing'
import { type LogStorage, openSwarm, startLocalBootstrap, type Swarm } from '../src/index.js'
import { Author } from './author.js'
import { holding, Homes } from './homes.js'

describe('homes that meet over a local DHT', () => {
  const homes = new Homes()
  afterEach(() => homes.close())

  const swarmOf = async (home: LogStorage, bootstrap: string): Promise<Swarm> => {
    const swarm = await openSwarm(home, { bootstrap })
    homes.onClose(() => swarm.close())
    return swarm
  }

  test('find each other by the log and exchange what they write', async () => {
    const [a, b] = [await homes.open(), await homes.open()]
    const first = await swarmOf(a, 'local')
    const second = await swarmOf(b, first.bootstrap ?? '')
    const log = await a.createLog()
    const alice = await Author.founder(log)
    await first.join(log)
    const copy = await b.openLog(log.id)
    await second.join(copy)
    await holding(copy, alice.core, 1)
    const bob = await Author.member(copy)
    await bob.chat(3)
    await holding(log, bob.core, 4)
  })

  test('say whether a DHT is there', async () => {
    const [a, b] = [await homes.open(), await homes.open()]
    expect(await (await swarmOf(a, 'local')).awaitReachable(10_000)).toBe(true)
    // Begun while the other one runs, since that one would take the port that this one leaves.
    const gone = await startLocalBootstrap()
    await gone.stop()
    expect(await (await swarmOf(b, gone.address)).awaitReachable(10_000)).toBe(false)
  })

  test('find each other again when the DHT and a home have come back without what was announced', async () => {
    const [a, b] = [await homes.open(), await homes.open()]
    const lost = await startLocalBootstrap()
    const first = await openSwarm(a, { bootstrap: lost.address })
    homes.onClose(() => first.close())
    const before = await openSwarm(b, { bootstrap: lost.address })
    const log = await a.createLog()
    await Author.founder(log)
    await first.join(log)
    const copy = await b.openLog(log.id)
    await before.join(copy)
    await until(() => log.peers().length === 1, { what: 'they have met' })
    await before.close()
    await lost.stop()
    await until(() => log.peers().length === 0, { what: 'the peer is lost' })

    const again = await startLocalBootstrap(Number(lost.address.split(':')[1]))
    homes.onClose(() => again.stop())
    expect(again.address).toBe(lost.address)
    await (await swarmOf(b, again.address)).join(copy)
    await until(() => log.peers().length === 1, { what: 'they have met again', timeoutMs: 30_000 })
  }, 60_000)

  test('a home that stays is found by one visitor after the other', async () => {
    const host = await homes.open()
    const bootstrap = await startLocalBootstrap()
    homes.onClose(() => bootstrap.stop())
    const log = await host.createLog()
    const alice = await Author.founder(log)
    await (await swarmOf(host, bootstrap.address)).join(log)
    for (let visitor = 0; visitor < 4; visitor++) {
      const home = await homes.open()
      const swarm = await openSwarm(home, { bootstrap: bootstrap.address })
      const copy = await home.openLog(log.id)
      await swarm.join(copy)
      await holding(copy, alice.core, 1)
      await swarm.close()
    }
  }, 60_000)

  test.each([
    ['who was looked for', 0],
    ['who looked', 1],
  ])('speak a log again that one of them closed and opened while they stayed connected: %s', async (_who, leaving) => {
    const storages = [await homes.open(), await homes.open()] as const
    const [a, b] = storages
    const first = await swarmOf(a, 'local')
    const swarms = [first, await swarmOf(b, first.bootstrap ?? '')] as const
    const log = await a.createLog()
    await Author.founder(log)
    await first.join(log)
    const copy = await b.openLog(log.id)
    await swarms[1].join(copy)
    await until(() => log.peers().length === 1, { what: 'they have met' })

    const [storage, swarm] = [storages[leaving] ?? a, swarms[leaving] ?? first]
    let [left, stays] = leaving === 0 ? [log, copy] : [copy, log]
    for (let round = 0; round < 3; round += 1) {
      await swarm.leave(left)
      await storage.closeLog(log.id)
      await until(() => stays.peers().length === 0, { what: 'one of them has left' })
      expect(storage.connections()).toHaveLength(1)
      left = await storage.openLog(log.id)
      await swarm.join(left)
      const isSpoken = () => left.peers().length === 1 && stays.peers().length === 1
      await until(isSpoken, { what: `they speak it again, round ${round}` })
    }
  })

  test('a wrong bootstrap is said to be wrong', async () => {
    const home = await homes.open()
    await expect(openSwarm(home, { bootstrap: 'nowhere' })).rejects.toThrow(
      'bootstrap "nowhere" is not HOST:PORT, nor the word local',
    )
  })
})
