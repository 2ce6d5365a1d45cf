import { requires } from '@hypergit/testing'
import { cuttingProxy } from '../../test/cutting-proxy.js'
import { testThread } from '../../test/events.js'
import { holdBackMs, linkToken, mailWorld, stopPostgres, useLink, type MailWorld } from '../../test/mail-world.js'
import { bounds } from '../bounds.js'
import { claimMail, handOver } from '../outbox/claim-mail.js'
import { sweepOutbox } from '../outbox/sweep-outbox.js'
import type { MailTransport } from '../transport/mail-transport.js'
import { smtpTransport } from '../transport/smtp-transport.js'
import { deliverMail } from './deliver-mail.js'

requires('postgres')('sending a mail', () => {
  let world: MailWorld
  beforeEach(async () => {
    world = await mailWorld()
  })
  afterEach(() => world.close())
  afterAll(stopPostgres)

  const ada = 'ada@example.org'

  /** A subscriber with one planned mail that is due. */
  const dueMail = async () => {
    const about = testThread('The mirror is slow', world.nowMs)
    await world.subscribe(about, ada)
    const comment = about.event('Me too.')
    const [mailId = ''] = await world.plan(about.job([comment]))
    world.pass(holdBackMs)
    return { about, comment, mailId }
  }

  test('is not done before it is due', async () => {
    const { mailId } = await dueMail()
    world.pass(-holdBackMs)
    expect(await deliverMail(world.delivery, mailId)).toEqual({ state: 'none' })
  })

  test('waits for a mirror that does not know its address yet', async () => {
    const { mailId } = await dueMail()
    expect(await deliverMail({ ...world.delivery, sender: () => undefined }, mailId)).toEqual({ state: 'none' })
    expect(await world.states()).toEqual(['held'])
  })

  test('a server that says “later” is asked again later, with the same message', async () => {
    const { mailId } = await dueMail()
    world.smtp.answer(() => ({ code: 451, message: 'greylisted' }))
    expect(await deliverMail(world.delivery, mailId)).toMatchObject({
      state: 'held',
      note: expect.stringContaining('greylisted'),
    })
    expect(await deliverMail(world.delivery, mailId)).toEqual({ state: 'none' })
    world.smtp.answer(() => 'accept')
    world.pass(5_000)
    expect(await deliverMail(world.delivery, mailId)).toMatchObject({ state: 'sent' })
    expect(world.notifications(ada)).toHaveLength(1)
  })

  test('a server that is down for good is given up in the end', async () => {
    const { mailId } = await dueMail()
    world.smtp.answer(() => ({ code: 451, message: 'greylisted' }))
    for (let tries = 1; tries < bounds.attemptsMax; tries++) {
      expect(await deliverMail(world.delivery, mailId)).toMatchObject({ state: 'held' })
      world.pass(5_000 * 2 ** tries)
    }
    expect(await deliverMail(world.delivery, mailId)).toMatchObject({ state: 'failed' })
  })

  test('an address that the server refuses for good is not written to again, on any thread', async () => {
    const { mailId, about } = await dueMail()
    world.smtp.answer(() => ({ code: 550, message: 'no such user' }))
    expect(await deliverMail(world.delivery, mailId)).toMatchObject({
      state: 'failed',
      note: expect.stringContaining('no such user'),
    })
    world.smtp.answer(() => 'accept')
    expect(await world.plan(about.job([about.event('More.')]))).toEqual([])
    expect(await world.ask(testThread('Another', world.nowMs), ada)).toMatchObject({
      outcome: 'refused',
      reason: 'suppressed',
    })
  })

  test('nothing goes out for a comment that is hidden, or a recipient who leaves, while the mail is being prepared', async () => {
    const { mailId, about, comment } = await dueMail()
    const mail = await claimMail(world.sql, mailId, world.nowMs())
    await world.plan(about.job([], { withdrawn: [comment.op.id] }))
    expect(mail && (await handOver(world.sql, mail, world.nowMs()))).toBe(false)
  })

  test('the transport asks at the last moment, after the server has taken the recipient', async () => {
    const { mailId, about, comment } = await dueMail()
    const { transport } = world.delivery
    const hidden: MailTransport = {
      ...transport,
      send: (mail, ask) =>
        transport.send(mail, async () => {
          await world.plan(about.job([], { withdrawn: [comment.op.id] }))
          return ask()
        }),
    }
    expect(await deliverMail({ ...world.delivery, transport: hidden }, mailId)).toMatchObject({ state: 'withdrawn' })
    expect(world.notifications(ada)).toEqual([])
  })

  test('a line cut before the content is no delivery; cut before the answer it may be one, and is not repeated', async () => {
    const proxy = await cuttingProxy(world.smtp.url)
    const transport = smtpTransport(proxy.url)
    try {
      const { mailId } = await dueMail()
      proxy.cut('before-content')
      expect(await deliverMail({ ...world.delivery, transport }, mailId)).toMatchObject({ state: 'held' })
      world.pass(5_000)
      proxy.cut('after-content')
      expect(await deliverMail({ ...world.delivery, transport }, mailId)).toMatchObject({ state: 'unknown' })
      world.pass(bounds.claimLastsMs + 1)
      await sweepOutbox(world.sql, false, world.nowMs())
      await world.deliverAll()
      expect(world.notifications(ada)).toHaveLength(1)
      expect(await world.states()).toEqual(['unknown'])
    } finally {
      await transport.close()
      await proxy.stop()
    }
  })

  test('what a dead worker had only prepared is sent by another, and the dead one’s late answer changes nothing', async () => {
    const { mailId } = await dueMail()
    const dead = await claimMail(world.sql, mailId, world.nowMs())
    expect((await sweepOutbox(world.sql, false, world.nowMs())).released).toBe(0)
    world.pass(bounds.claimLastsMs + 1)
    expect(await sweepOutbox(world.sql, false, world.nowMs())).toMatchObject({ released: 1, mailIds: [mailId] })
    expect(await deliverMail(world.delivery, mailId)).toMatchObject({ state: 'sent' })
    expect(dead && (await handOver(world.sql, dead, world.nowMs()))).toBe(false)
  })

  test('what a dead worker had handed to a mail server is unknown; what it wrote to a file is written again', async () => {
    const { mailId } = await dueMail()
    const dead = await claimMail(world.sql, mailId, world.nowMs())
    expect(dead && (await handOver(world.sql, dead, world.nowMs()))).toBe(true)
    world.pass(bounds.claimLastsMs + 1)
    expect(await sweepOutbox(world.sql, true, world.nowMs())).toMatchObject({ released: 1, unknown: 0 })
    const again = await claimMail(world.sql, mailId, world.nowMs())
    expect(again && (await handOver(world.sql, again, world.nowMs()))).toBe(true)
    world.pass(bounds.claimLastsMs + 1)
    expect(await sweepOutbox(world.sql, false, world.nowMs())).toMatchObject({ released: 0, unknown: 1 })
  })

  test('a due mail without a job is found by the sweep, and not twice in a row', async () => {
    const { mailId } = await dueMail()
    world.pass(bounds.hintGraceMs)
    expect((await sweepOutbox(world.sql, false, world.nowMs())).mailIds).toEqual([mailId])
    expect((await sweepOutbox(world.sql, false, world.nowMs())).mailIds).toEqual([])
  })

  test('the unsubscribe link of a mail ends the mails, also those that wait', async () => {
    const { about } = await dueMail()
    await world.deliverAll()
    await world.plan(about.job([about.event('One more.')]))
    const token = linkToken(world.notifications(ada)[0], 'unsubscribe')
    expect(await useLink(world.sql, world.keys, 'unsubscribe', token, {}, world.nowMs())).toMatchObject({
      status: 'done',
    })
    await world.settle()
    await world.plan(about.job([about.event('And another.')]))
    await world.settle()
    expect(world.notifications(ada)).toHaveLength(1)
  })
})
