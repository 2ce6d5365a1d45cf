import { requires, startRedis, until } from '@hypergit/testing'
import { openBackend, QueueError, type Queues } from '../src/index.js'
import { flush, logIn, replicatorHandlers, startWorld, verdictsOf, type World } from './world.js'

const collecting = (seen: number[]) =>
  replicatorHandlers({
    verdicts: async ({ number }) => {
      seen.push(number)
    },
  })

requires('redis', 'postgres')('Redis in trouble', () => {
  let world: World
  let validator: Queues<'validator'>
  const seen: number[] = []

  beforeAll(async () => {
    world = await startWorld('redis')
  })
  beforeEach(async () => {
    await world.fresh()
    seen.length = 0
    validator = await world.queues('validator')
    await (await world.queues('replicator')).work(collecting(seen))
  })
  afterEach(() => world.end())
  afterAll(() => world.stop())

  test('emptied while workers run: what is sent afterwards is worked on', async () => {
    const verdicts = validator.producer('verdicts')
    await verdicts.send(verdictsOf(logIn(7), 1))
    await until(() => seen.includes(1), { what: 'the first job is done' })
    if (world.redis !== undefined) await flush(world.redis)
    await verdicts.send(verdictsOf(logIn(7), 2))
    await until(() => seen.includes(2), { what: 'the second job is done' })
  })

  test('emptied while a job is worked on: the next ones are worked on all the same', async () => {
    const dashboard = await world.queues('dashboard')
    const other = await world.queues('validator')
    let emptied = false
    const numbers: number[] = []
    await other.work({
      validate: () => Promise.resolve(),
      sweep: () => Promise.resolve(),
      asks: () => Promise.resolve(),
      resync: async ({ have }) => {
        if (!emptied && world.redis !== undefined) await flush(world.redis)
        emptied = true
        numbers.push(have?.number ?? 0)
      },
    })
    const resync = dashboard.producer('resync')
    for (const number of [1, 2, 3]) {
      await resync.send({ log: logIn(7), have: { epoch: 1, number } })
      await until(() => numbers.includes(number), { what: `job ${number} is done` })
    }
    expect(numbers).toEqual([1, 2, 3])
  })

  test('killed and started again: senders wait for it, and what was kept and what is new is worked on', async () => {
    const verdicts = validator.producer('verdicts')
    await verdicts.send(verdictsOf(logIn(7), 1))
    await until(() => seen.includes(1), { what: 'the first job is done' })
    await world.redis?.kill()
    const sending = verdicts.send(verdictsOf(logIn(7), 2))
    await world.redis?.start()
    await sending
    await until(() => seen.includes(2), { what: 'the second job is done' })
  })

  test('gone: a sender hears of it, and nothing piles up', async () => {
    await world.redis?.kill()
    await expect(validator.producer('verdicts').send(verdictsOf(logIn(7), 1))).rejects.toMatchObject({
      code: 'unavailable',
    })
    await world.redis?.start()
    await until(() => validator.ping().then(() => true), { what: 'the connection is back' })
    await until(async () => (await validator.counts()).every(({ waiting }) => waiting === 0), { what: 'no job waits' })
    expect(seen).toEqual([])
  })
})

requires('redis', 'postgres')('an unsuitable Redis', () => {
  test('is refused with the settings that are wrong, what they are and what they must be', async () => {
    const redis = await startRedis({ settings: ['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru'] })
    const world = await startWorld('postgres')
    await world.fresh()
    const other = await world.process()
    try {
      const opening = openBackend({ database: other.database, folder: '', redisUrl: redis.url })
      await expect(opening).rejects.toBeInstanceOf(QueueError)
      await expect(opening).rejects.toMatchObject({
        code: 'unsuitable-redis',
        message: expect.stringMatching(
          /appendonly is no and must be yes.*maxmemory-policy is allkeys-lru and must be noeviction/,
        ) as string,
      })
    } finally {
      await other.close()
      await world.stop()
      await redis.stop()
    }
  })
})
