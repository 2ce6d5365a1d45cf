import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { requires, startPostgres, until, type PostgresServer } from '@hypergit/testing'
import { testThread } from './events.js'
import { notifierRig, type NotifierRig } from './notifier-rig.js'

requires('postgres', 'redis')('a notifier without a mail server', () => {
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

  test('each mail is one file, also for one that is killed and started again', async () => {
    const env = { SMTP_URL: '' }
    const outbox = join(rig.data, 'outbox')
    const notifier = await rig.start()
    const about = testThread()
    await rig.subscribe(notifier, about)
    await notifier.process.stop()
    const killed = await rig.start(env)
    await rig.tell(about, 0, 40)
    await until(async () => (await readdir(outbox)).length > 3, { what: 'the first files appear' })
    await killed.process.kill()
    await rig.start(env)
    await until(async () => (await rig.states()).filter((state) => state === 'sent').length === 40, {
      what: 'all mails are files',
      timeoutMs: 50_000,
    })
    expect((await readdir(outbox)).filter((name) => name.endsWith('.eml'))).toHaveLength(40)
  }, 90_000)
})
