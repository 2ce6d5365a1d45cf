import { once } from 'node:events'
import { until } from '@hypergit/testing'
import { partitionCount, type Queues } from '../src/index.js'
import {
  logIn,
  notifierHandlers,
  replicatorHandlers,
  startWorld,
  verdictsOf,
  type BackendKind,
  type World,
} from './world.js'

const failedReasons = async (queues: Queues<'validator'>, name: string): Promise<readonly string[]> =>
  (await queues.counts()).find(({ queue }) => queue === name)?.recentFailures.map(({ reason }) => reason) ?? []

const hostingOf = (version: number) => ({ log: logIn(9), host: version % 2 === 0, by: 'operator' as const, version })

/** What every back end owes; run once for each. */
export const queueContract = (kind: BackendKind): void => {
  let world: World

  beforeAll(async () => {
    world = await startWorld(kind)
  })
  beforeEach(() => world.fresh())
  afterEach(() => world.end())
  afterAll(() => world.stop())

  test('jobs of a partition come one at a time in the order sent', async () => {
    const validator = await world.queues('validator')
    const replicator = await world.queues('replicator')
    const seen: number[] = []
    let atOnce = 0
    let atOnceMax = 0
    await replicator.work(
      replicatorHandlers({
        verdicts: async ({ number }) => {
          atOnce += 1
          atOnceMax = Math.max(atOnceMax, atOnce)
          await new Promise((resolve) => setImmediate(resolve))
          seen.push(number)
          atOnce -= 1
        },
      }),
    )
    const verdicts = validator.producer('verdicts')
    for (let number = 0; number < 20; number += 1) await verdicts.send(verdictsOf(logIn(17), number))
    await verdicts.sendAll(Array.from({ length: 80 }, (_, index) => verdictsOf(logIn(17), 20 + index)))
    await until(() => seen.length === 100, { what: 'all jobs are done' })
    expect(seen).toEqual(Array.from({ length: 100 }, (_, number) => number))
    expect(atOnceMax).toBe(1)
  })

  test('bytes arrive as they were sent', async () => {
    const replicator = await world.queues('replicator')
    const validator = await world.queues('validator')
    const blocks: Uint8Array[] = []
    await validator.work({
      validate: async ({ runs }) => {
        for (const run of runs) blocks.push(...run.blocks)
      },
      sweep: () => Promise.resolve(),
      resync: () => Promise.resolve(),
      asks: () => Promise.resolve(),
    })
    const sent = new Uint8Array([0, 255, 128, 10])
    await replicator.producer('validate').send({
      log: logIn(3),
      runs: [{ core: logIn(3) as never, from: 0, prevId: '0'.repeat(64) as never, blocks: [sent] }],
      forks: [],
    })
    await until(() => blocks.length === 1, { what: 'the block is there' })
    expect(Buffer.from(blocks[0] ?? [])).toEqual(Buffer.from(sent))
  })

  test('a payload that does not fit its contract is refused when sent', async () => {
    const validator = await world.queues('validator')
    await expect(validator.producer('verdicts').send({ ...verdictsOf(logIn(1), 1), number: -1 })).rejects.toMatchObject(
      {
        code: 'invalid-job',
        message: expect.stringContaining('number') as string,
      },
    )
  })

  test('a job that does not parse is kept as failed, and the next one is worked on', async () => {
    const validator = await world.queues('validator')
    const replicator = await world.queues('replicator')
    const other = await world.process()
    const seen: number[] = []
    await replicator.work(
      replicatorHandlers({
        verdicts: async ({ number }) => {
          seen.push(number)
        },
      }),
    )
    await other.backend.queue('verdicts-5').add('verdicts', { v: 1, log: 'no log' })
    await validator.producer('verdicts').send(verdictsOf(logIn(5), 1))
    await until(() => seen.length === 1, { what: 'the good job is done' })
    expect(await failedReasons(validator, 'verdicts')).toEqual([expect.stringContaining('does not fit its contract')])
    await other.close()
  })

  test('fields of a newer sender are ignored', async () => {
    const replicator = await world.queues('replicator')
    const other = await world.process()
    const seen: unknown[] = []
    await replicator.work(
      replicatorHandlers({
        verdicts: async (job) => {
          seen.push(job)
        },
      }),
    )
    await other.backend.queue('verdicts-5').add('verdicts', { v: 1, ...verdictsOf(logIn(5), 1), hue: 'blue' })
    other.backend.wake('verdicts-5')
    await until(() => seen.length === 1, { what: 'the job is done' })
    expect(seen).toEqual([{ v: 1, ...verdictsOf(logIn(5), 1) }])
    await other.close()
  })

  test('a handler that fails leaves its job failed, in order, and is not called for it again', async () => {
    const validator = await world.queues('validator')
    const replicator = await world.queues('replicator')
    const seen: number[] = []
    await replicator.work(
      replicatorHandlers({
        verdicts: async ({ number }) => {
          seen.push(number)
          if (number === 1) throw new Error('the disk is full')
        },
      }),
    )
    await validator.producer('verdicts').sendAll([1, 2].map((number) => verdictsOf(logIn(5), number)))
    await until(() => seen.length === 2, { what: 'both jobs are done' })
    expect(seen).toEqual([1, 2])
    await until(async () => (await failedReasons(validator, 'verdicts')).length === 1, { what: 'the failure shows' })
    expect(await failedReasons(validator, 'verdicts')).toEqual(['the disk is full'])
  })

  test('of jobs that replace each other the newest counts, while they wait and after one has begun', async () => {
    const dashboard = await world.queues('dashboard')
    const replicator = await world.queues('replicator')
    const hosting = dashboard.producer('hosting')
    const seen: number[] = []
    const hold = new AbortController()
    const held = once(hold.signal, 'abort')
    await hosting.send(hostingOf(1))
    await hosting.send(hostingOf(2))
    await replicator.work(
      replicatorHandlers({
        hosting: async ({ version }) => {
          seen.push(version)
          if (version === 2) await held
        },
      }),
    )
    await until(() => seen.length === 1, { what: 'the first job has begun' })
    await hosting.send(hostingOf(3))
    await hosting.send(hostingOf(4))
    hold.abort()
    await until(() => seen.at(-1) === 4, { what: 'the newest job is done' })
    expect(seen).toEqual([2, 4])
  })

  test('a mail is queued once while it waits, and sent after its delay, which keeps no other one waiting', async () => {
    const notifier = await world.queues('notifier')
    const attempts: { readonly mail: string; readonly atMs: number }[] = []
    const mail = notifier.producer('mail')
    await notifier.work(
      notifierHandlers({
        mail: async ({ mailId }, { attempt }) => {
          attempts.push({ mail: `${mailId} ${attempt}`, atMs: performance.now() })
        },
      }),
    )
    const sentAtMs = performance.now()
    await mail.send({ mailId: 'm1' }, { delayMs: 300 })
    await mail.send({ mailId: 'm1' }, { delayMs: 300 })
    await mail.send({ mailId: 'tomorrow' }, { delayMs: 86_400_000 })
    await mail.send({ mailId: 'm2' })
    await until(() => attempts.length >= 2, { what: 'two mails are sent' })
    expect(attempts.map((one) => one.mail).sort()).toEqual(['m1 1', 'm2 1'])
    expect(attempts.find((one) => one.mail === 'm1 1')?.atMs).toBeGreaterThanOrEqual(sentAtMs + 290)
  })

  test('partitions are shared when a worker joins, and taken over in order when it leaves', async () => {
    const validator = await world.queues('validator')
    const [first, second] = [await world.queues('replicator'), await world.queues('replicator')]
    const seen: string[] = []
    const events: string[] = []
    const workAs = (name: string, queues: Queues<'replicator'>) =>
      queues.work(
        replicatorHandlers({
          verdicts: async ({ number }) => {
            seen.push(`${name} ${number}`)
          },
        }),
        {
          onLost: async (partition) => {
            if (partition === 63) events.push(`${name} lost`)
          },
          onGained: async (partition) => {
            if (partition === 63) events.push(`${name} gained`)
          },
        },
      )
    const one = await workAs('one', first)
    expect(one.held()).toHaveLength(partitionCount)
    const other = await workAs('other', second)
    await until(() => one.held().length === 32 && other.held().length === 32, { what: 'each has half' })
    expect(one.holds(logIn(63))).toBe(false)
    expect(other.holds(logIn(63))).toBe(true)
    const verdicts = validator.producer('verdicts')
    await verdicts.send(verdictsOf(logIn(63), 1))
    await until(() => seen.length === 1, { what: 'the first job is done' })
    await other.pause()
    await verdicts.send(verdictsOf(logIn(63), 2))
    await verdicts.send(verdictsOf(logIn(63), 3))
    await other.close()
    await until(() => seen.length === 3, { what: 'the other has taken over' })
    expect(seen).toEqual(['other 1', 'one 2', 'one 3'])
    expect(events).toEqual(['one gained', 'one lost', 'other gained', 'other lost', 'one gained'])
  })

  test('epochs of a log rise, whoever raises them', async () => {
    const [one, other] = [await world.queues('validator'), await world.queues('validator')]
    const epochs = [
      await one.raiseEpoch(logIn(1)),
      await other.raiseEpoch(logIn(1)),
      await other.raiseEpoch(logIn(2)),
      await one.raiseEpoch(logIn(1)),
    ]
    expect(epochs).toEqual([1, 2, 1, 3])
  })

  test('counts tell waiting jobs of all partitions of a queue', async () => {
    const validator = await world.queues('validator')
    await validator.producer('verdicts').sendAll([1, 2, 3].map((partition) => verdictsOf(logIn(partition), 1)))
    const counted = (await validator.counts()).filter(({ waiting }) => waiting > 0)
    expect(counted.map(({ queue, waiting, from, to }) => ({ queue, waiting, from, to }))).toEqual([
      { queue: 'verdicts', waiting: 3, from: 'validator', to: 'replicator' },
    ])
  })

  test('every tenth job dropped and doubled, as the test aid is asked to', async () => {
    const validator = await world.queues('validator', { chaos: { dropEvery: 10, doubleEvery: 10 } })
    const verdicts = validator.producer('verdicts')
    for (let number = 1; number <= 20; number += 1) await verdicts.send(verdictsOf(logIn(1), number))
    const seen: number[] = []
    const replicator = await world.queues('replicator')
    await replicator.work(
      replicatorHandlers({
        verdicts: async ({ number }) => {
          seen.push(number)
        },
      }),
    )
    await until(() => seen.length === 20, { what: 'all jobs are done' })
    expect(seen).toEqual([1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 15, 16, 17, 18, 19])
  })
}
