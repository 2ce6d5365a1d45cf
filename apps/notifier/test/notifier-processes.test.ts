import { join } from 'node:path'
import { requires, spawnProcess, startPostgres, until, type PostgresServer } from '@hypergit/testing'
import { testThread } from './events.js'
import { notifierRig, type NotifierRig } from './notifier-rig.js'

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n)

requires('postgres', 'redis')('notifiers as processes', () => {
  let postgres: PostgresServer
  let rig: NotifierRig
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())
  beforeEach(async () => {
    rig = await notifierRig(postgres)
  })
  afterEach(() => rig.close())

  test('two of them send every mail once, also when Redis is emptied in the middle and jobs come twice', async () => {
    const [first] = await Promise.all([rig.start(), rig.start()])
    const about = testThread()
    await rig.subscribe(first, about)
    rig.smtp.delay(20)
    await rig.tell(about, 0, 30)
    await until(() => rig.arrived().length > 3, { what: 'the first mails arrive' })
    await until(async () => (await rig.states()).length === 30, { what: 'all mails are planned' })
    const flush = await spawnProcess('redis-cli', ['-u', rig.redis.url, 'flushall'])
    await flush.exited
    await rig.repeat(about, 'Comment 30.', 3)
    await until(async () => (await rig.states()).filter((state) => state === 'sent').length === 31, {
      what: 'all mails are sent',
      timeoutMs: 40_000,
    })
    expect(rig.arrived()).toEqual(numbers(31))
  }, 90_000)

  test('one that is killed in the middle is replaced by the other: no mail twice, none lost that was not handed over', async () => {
    const [killed, other] = await Promise.all([rig.start(), rig.start()])
    const about = testThread()
    await rig.subscribe(other, about)
    rig.smtp.delay(50)
    await rig.tell(about, 0, 60)
    await until(() => rig.arrived().length > 5, { what: 'the first mails arrive' })
    await killed.process.kill()
    await until(async () => (await rig.states()).every((state) => state === 'sent' || state === 'unknown'), {
      what: 'all mails are settled',
      timeoutMs: 60_000,
    })
    const settled = await rig.states()
    const unknown = settled.filter((state) => state === 'unknown').length
    expect(settled).toHaveLength(60)
    expect(new Set(rig.arrived()).size).toBe(rig.arrived().length)
    expect(rig.arrived().length).toBeGreaterThanOrEqual(60 - unknown)
    // One for each connection to the mail server that the killed one had.
    expect(unknown).toBeLessThanOrEqual(4)
  }, 90_000)

  test('a mail server that comes back gets what waited for it', async () => {
    const notifier = await rig.start()
    const about = testThread()
    await rig.subscribe(notifier, about)
    rig.smtp.answer(() => ({ code: 421, message: 'closing' }))
    await rig.tell(about, 0, 3)
    await until(async () => (await rig.states()).filter((state) => state === 'held').length === 3, {
      what: 'the mails are put back',
    })
    rig.smtp.answer(() => 'accept')
    await until(() => rig.arrived().length === 3, { what: 'the mails arrive', timeoutMs: 40_000 })
    expect(rig.arrived()).toEqual(numbers(3))
  }, 90_000)

  test('a wrong environment is refused with all that is wrong', async () => {
    const main = join(import.meta.dirname, '..', 'dist', 'main.js')
    const child = await spawnProcess(process.execPath, [main], {
      env: { DATABASE_URL: '', REDIS_URL: 'http://x', PUBLIC_URL: '' },
    })
    expect(await child.exited).toMatchObject({ code: 2 })
    expect(child.stderr.join('\n')).toMatch(
      /REDIS_URL must be[\s\S]*DATABASE_URL is required[\s\S]*PUBLIC_URL is required/,
    )
  })
})
