import type { UserKeys } from '@hypergit/client'
import { madeUser } from '@hypergit/client/testing'
import { coreKey, logId, toZ32 } from '@hypergit/domain'
import { noticeKinds, type Notice, type NoticeKind } from '@hypergit/queues'
import { requires } from '@hypergit/testing'
import { testThread } from '../../test/events.js'
import { linkToken, mailWorld, showLink, stopPostgres, useLink, type MailWorld } from '../../test/mail-world.js'
import { bounds } from '../bounds.js'
import { makeChallenge } from './address-challenge.js'

const email = 'ada@example.org'
const log = logId('1'.repeat(64))
const core = coreKey('2'.repeat(64))

requires('postgres')('mails to a person about themselves', () => {
  let world: MailWorld
  let ada: UserKeys
  beforeEach(async () => {
    world = await mailWorld()
    ada = await madeUser()
  })
  afterEach(() => world.close())
  afterAll(stopPostgres)

  const confirm = async () => {
    await world.deliverAll()
    const token = linkToken(world.smtp.mailsTo(email).at(-1), 'confirm')
    const page = await useLink(world.sql, world.keys, 'confirm', token, {}, world.nowMs())
    world.pass(1)
    return page
  }
  const bound = async () => {
    expect(await world.bind(ada, email)).toMatchObject({ outcome: 'confirmation-planned' })
    return confirm()
  }
  const notice = (kind: NoticeKind, more: Partial<Notice> = {}): Notice => ({
    id: `${kind}:1`,
    user: ada.user,
    kind,
    ...(kind.startsWith('device') ? { coreName: 'old laptop' } : { log, repository: 'demo' }),
    core,
    at: 1_700_000_000_000,
    ...more,
  })
  const told = () => world.smtp.mailsTo(email).filter(({ parsed }) => !parsed.subject?.startsWith('Confirm'))

  test('an address is asked to confirm before anything else is sent to it', async () => {
    await world.bind(ada, email)
    await world.tell(notice('claim', { id: 'before' }))
    await world.deliverAll()
    expect(told()).toEqual([])
    const [mail] = world.smtp.mailsTo(email)
    expect(mail?.parsed.subject).toContain(`the user ${toZ32(ada.user).slice(0, 8)}`)
    expect(await confirm()).toMatchObject({ status: 'done', user: ada.user })
    await world.tell(notice('claim', { id: 'before' }), notice('claim', { id: 'after' }))
    await world.deliverAll()
    expect(told()).toHaveLength(1)
  })

  test.each<[NoticeKind, string, RegExp]>([
    ['claim', '[demo] A new machine claims to be you', /hypergit identity pair \w{52} -R \w{52}/],
    ['pair-waiting', '[demo] A pair waits for you', /hypergit identity pair/],
    ['pair-attempt', '[demo] Somebody tried to pair with your core', /strike.*do not pair/s],
    ['device-revoked', 'A machine of yours was revoked: “old laptop”', /hypergit user recover/],
    ['device-authorized', 'A new machine of yours: “old laptop”', /hypergit user revoke/],
  ])('%s: says what happened, what to do, why, and how to have no more of it', async (kind, subject, says) => {
    await bound()
    await world.tell(notice(kind))
    await world.deliverAll()
    const [mail, ...others] = told()
    expect(others).toEqual([])
    expect(mail?.parsed.subject).toContain(subject)
    const { text = '', html = '' } = mail?.parsed ?? {}
    expect(text).toMatch(says)
    const why = kind.startsWith('device') ? `/u/${toZ32(ada.user)}` : `/r/${toZ32(log)}/cores/${toZ32(core)}`
    for (const part of [text, html]) {
      expect(part).toContain(`https://mirror.example${why}`)
      expect(part).toContain('https://mirror.example/unsubscribe/')
    }
    expect(mail?.parsed.headers.find(({ key }) => key === 'list-unsubscribe-post')?.value).toBe(
      'List-Unsubscribe=One-Click',
    )
  })

  test('every kind of notice has a mail', () => expect(noticeKinds).toHaveLength(5))

  test('a job that comes twice is one mail an address, and nobody else gets it', async () => {
    await bound()
    const other = await madeUser()
    await world.bind(other, 'eve@example.org')
    const job = [notice('claim'), notice('pair-attempt')]
    await Promise.all([world.tell(...job), world.tell(...job)])
    await world.deliverAll()
    await world.tell(...job)
    await world.deliverAll()
    expect(told()).toHaveLength(2)
    expect(world.smtp.mailsTo('eve@example.org')).toHaveLength(1)
  })

  test('the link at its foot ends the mails, and opening it does not', async () => {
    await bound()
    await world.tell(notice('claim'))
    await world.deliverAll()
    const token = linkToken(told()[0], 'unsubscribe')
    expect(await showLink(world.sql, world.keys, 'unsubscribe', token, world.nowMs())).toMatchObject({
      status: 'ready',
      text: expect.stringContaining('who claims to be them'),
    })
    expect(await useLink(world.sql, world.keys, 'unsubscribe', token, {}, world.nowMs())).toMatchObject({
      status: 'done',
    })
    await world.tell(notice('pair-attempt'))
    await world.deliverAll()
    expect(told()).toHaveLength(1)
  })

  test('strangers’ names become no markup, no header and no second line', async () => {
    await bound()
    await world.tell(notice('claim', { repository: '<img src=x>\r\nBcc: eve@example.org', coreName: '<b>x\u202E' }))
    await world.deliverAll()
    const [mail] = told()
    expect(mail?.parsed.html).not.toContain('<img')
    expect(mail?.parsed.html).not.toContain('<b>')
    expect(mail?.parsed.headers.some(({ key }) => key === 'bcc')).toBe(false)
    expect(mail?.parsed.subject).not.toMatch(/[\r\n\u202E]/)
    expect(world.smtp.mailsTo('eve@example.org')).toEqual([])
  })

  test('nothing is bound without a proof by that user, for that address, at that mirror, in time', async () => {
    const eve = await madeUser()
    const challenge = makeChallenge(world.keys.all[0], ada.user, world.nowMs() + bounds.challengeLastsMs)
    const { addressText } = await import('@hypergit/client')
    const signed = (by: UserKeys, origin = 'https://mirror.example', address = email) =>
      by.attest(addressText({ user: ada.user, origin, challenge, email: address }))
    for (const proof of [
      signed(eve),
      signed(ada, 'https://other.example'),
      signed(ada, 'https://mirror.example', 'eve@example.org'),
      new Uint8Array(),
      new Uint8Array(3_000).fill(255),
    ])
      expect(await world.bind(ada, email, { challenge, proof })).toMatchObject({ reason: 'forged-proof' })
    const others = makeChallenge(world.keys.all[0], eve.user, world.nowMs() + bounds.challengeLastsMs)
    for (const wrong of ['', 'x'.repeat(75), others, `${challenge.slice(0, -2)}AA`])
      expect(await world.bind(ada, email, { challenge: wrong })).toMatchObject({ reason: 'forged-proof' })
    world.pass(bounds.challengeLastsMs)
    expect(await world.bind(ada, email, { challenge })).toMatchObject({ reason: 'expired-challenge' })
    expect(await world.sql.query('select from notifier.outbox')).toEqual([])
  })

  test('a user has a bounded number of addresses', async () => {
    for (let n = 0; n < bounds.addressesOfUserMax; n++) {
      await world.bind(ada, `ada${n}@example.org`, { client: `client ${n}` })
      await world.deliverAll()
      const token = linkToken(world.smtp.mailsTo(`ada${n}@example.org`)[0], 'confirm')
      await useLink(world.sql, world.keys, 'confirm', token, {}, world.nowMs())
    }
    expect(await world.bind(ada, email)).toMatchObject({ outcome: 'refused', reason: 'too-many-requests' })
  })

  test('an address may follow a thread and a user, each with a link of its own', async () => {
    const thread = testThread('The mirror is slow', world.nowMs)
    await world.subscribe(thread, email)
    await bound()
    await world.plan(thread.job([thread.event('Me too.')]))
    await world.tell(notice('claim'))
    await world.settle()
    expect(told()).toHaveLength(2)
    const page = await showLink(
      world.sql,
      world.keys,
      'manage',
      linkToken(world.notifications(email)[0], 'manage'),
      world.nowMs(),
    )
    expect(page).toMatchObject({ thread: { op: thread.op }, action: 'Save' })
  })
})
