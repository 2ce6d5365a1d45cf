import { requires } from '@hypergit/testing'
import { testThread } from '../../test/events.js'
import { linkToken, mailWorld, showLink, stopPostgres, useLink, type MailWorld } from '../../test/mail-world.js'
import { bounds } from '../bounds.js'

requires('postgres')('asking for mails', () => {
  let world: MailWorld
  beforeEach(async () => {
    world = await mailWorld()
  })
  afterEach(() => world.close())
  afterAll(stopPostgres)

  const ada = 'ada@example.org'
  const thread = (title?: string) => testThread(title, world.nowMs)
  const confirmations = () =>
    world.sql.query<{ id: string }>(`select id from notifier.outbox where kind = 'confirmation'`)

  test('an address that is none gets nothing', async () => {
    expect(await world.ask(thread(), 'ada@example.org\r\nBcc: eve@example.org')).toMatchObject({
      outcome: 'refused',
      reason: 'invalid-address',
    })
    expect(await confirmations()).toEqual([])
  })

  test('asking again at once sends no second mail; later it does', async () => {
    const about = thread()
    await world.ask(about, ada)
    expect(await world.ask(about, ada)).toMatchObject({ reason: 'asked-recently' })
    world.pass(bounds.askAgainAfterMs)
    expect(await world.ask(about, ada)).toMatchObject({ outcome: 'confirmation-planned' })
  })

  test('an address that is subscribed is not asked again', async () => {
    const about = thread()
    await world.subscribe(about, ada)
    expect(await world.ask(about, ada)).toMatchObject({ reason: 'already-confirmed' })
    expect(await confirmations()).toHaveLength(1)
  })

  test('an address gets a bounded number of confirmations in an hour, also when all ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, n) => world.ask(thread(`Thread ${n}`), ada, { client: `client ${n}` })),
    )
    expect(asked.filter(({ outcome }) => outcome === 'confirmation-planned')).toHaveLength(bounds.requestsOfAddressMax)
    world.pass(bounds.requestsWindowMs)
    expect(await world.ask(thread(), ada)).toMatchObject({ outcome: 'confirmation-planned' })
  })

  test('a client, too', async () => {
    const about = thread()
    for (let n = 0; n < bounds.requestsOfClientMax; n++)
      await world.ask(about, `reader${n}@example.org`, { client: 'one' })
    expect(await world.ask(about, 'next@example.org', { client: 'one' })).toMatchObject({ reason: 'too-many-requests' })
    expect(await world.ask(about, 'next@example.org', { client: 'two' })).toMatchObject({
      outcome: 'confirmation-planned',
    })
  })

  test('opening the link changes nothing, however often; pressing its button confirms, however often', async () => {
    const about = thread()
    await world.ask(about, ada)
    await world.deliverAll()
    const token = linkToken(world.smtp.mailsTo(ada)[0], 'confirm')
    for (let n = 0; n < 3; n++) {
      expect(await showLink(world.sql, world.keys, 'confirm', token, world.nowMs())).toMatchObject({
        status: 'ready',
        action: 'Confirm',
      })
    }
    const before = await world.sql.query(`select state from notifier.subscriptions`)
    expect(before).toEqual([{ state: 'pending' }])
    for (let n = 0; n < 2; n++) {
      expect(await useLink(world.sql, world.keys, 'confirm', token, {}, world.nowMs())).toMatchObject({
        status: 'done',
      })
    }
    expect(await world.sql.query(`select state from notifier.subscriptions`)).toEqual([{ state: 'confirmed' }])
  })

  test('a link that is too old or forged confirms nothing', async () => {
    const about = thread()
    await world.ask(about, ada)
    await world.deliverAll()
    const token = linkToken(world.smtp.mailsTo(ada)[0], 'confirm')
    world.pass(bounds.confirmationLastsMs)
    expect(await useLink(world.sql, world.keys, 'confirm', token, {}, world.nowMs())).toMatchObject({
      status: 'expired',
    })
    expect(await useLink(world.sql, world.keys, 'confirm', token.replace(/.$/, 'x'), {}, world.nowMs())).toMatchObject({
      status: expect.stringMatching(/forged|expired/),
    })
    expect(await useLink(world.sql, world.keys, 'unsubscribe', token, {}, world.nowMs())).toMatchObject({
      status: 'forged',
    })
    expect(await world.sql.query(`select state from notifier.subscriptions`)).toEqual([{ state: 'pending' }])
  })

  test('who has left can ask again; the old confirmation does not bring them back', async () => {
    const about = thread()
    await world.subscribe(about, ada)
    const old = linkToken(world.smtp.mailsTo(ada)[0], 'confirm')
    await world.plan(about.job([about.event('Me too.')]))
    await world.settle()
    const leave = linkToken(world.notifications(ada)[0], 'unsubscribe')
    await useLink(world.sql, world.keys, 'unsubscribe', leave, {}, world.nowMs())
    expect(await useLink(world.sql, world.keys, 'confirm', old, {}, world.nowMs())).toMatchObject({
      status: 'done',
      title: 'You are not subscribed',
    })
    await world.ask(about, ada)
    expect(await useLink(world.sql, world.keys, 'confirm', old, {}, world.nowMs())).toMatchObject({ status: 'expired' })
    expect(await world.sql.query(`select state, round from notifier.subscriptions`)).toEqual([
      { state: 'pending', round: 2 },
    ])
  })

  test('the page of a mail changes the level', async () => {
    const about = thread()
    await world.subscribe(about, ada)
    await world.plan(about.job([about.event('Me too.')]))
    await world.settle()
    const token = linkToken(world.notifications(ada)[0], 'manage')
    const page = await useLink(world.sql, world.keys, 'manage', token, { level: 'comments' }, world.nowMs())
    expect(page.levels?.find(({ selected }) => selected)?.value).toBe('comments')
  })
})
