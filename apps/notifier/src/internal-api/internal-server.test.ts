import { Readiness } from '@hypergit/observability'
import { requires } from '@hypergit/testing'
import { Registry } from 'prom-client'
import { testThread } from '../../test/events.js'
import { linkToken, mailWorld, stopPostgres, type MailWorld } from '../../test/mail-world.js'
import { MailHints } from '../delivery/mail-hints.js'
import { deliverMail } from '../delivery/deliver-mail.js'
import { notifierMetrics } from '../notifier-metrics.js'
import { startInternalServer, type InternalServer } from './internal-server.js'

const internalToken = 'a secret that the services of a mirror share'

requires('postgres')('the internal API', () => {
  let world: MailWorld
  let server: InternalServer
  let databaseIsAway = false

  beforeEach(async () => {
    world = await mailWorld()
    const { sql, keys, nowMs: now, delivery } = world
    const registry = new Registry()
    notifierMetrics(registry, sql)
    databaseIsAway = false
    const readiness = new Readiness({
      database: () => {
        if (databaseIsAway) throw new Error('it does not answer')
      },
    })
    // The queue's place is taken by the worker itself: what it would bring later is done at once.
    const hints = new MailHints(
      { send: async ({ mailId }) => void (await deliverMail(delivery, mailId)) },
      (problem) => {
        throw problem
      },
    )
    server = await startInternalServer(
      { sql, keys, hints, internalToken, publicUrl: () => 'https://mirror.example', registry, readiness, now },
      { host: '127.0.0.1', port: 0 },
    )
  })
  afterEach(async () => {
    await server.close()
    await world.close()
  })
  afterAll(stopPostgres)

  const call = async (method: string, path: string, body?: unknown, token = internalToken) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      answer: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : text,
    }
  }

  const request = (email: string) => {
    const { log, op, title } = testThread('The mirror is slow', world.nowMs)
    return { log, thread: op, threadTitle: title, email, client: 'reader' }
  }

  test('lets nobody in without the secret', async () => {
    for (const [method, path] of [
      ['POST', '/internal/subscriptions'],
      ['GET', '/internal/mail'],
      ['GET', '/internal/tokens/confirm/x'],
      ['POST', '/internal/tokens/confirm/x'],
    ] as const) {
      expect(await call(method, path, method === 'POST' ? {} : undefined, 'wrong')).toMatchObject({
        status: 401,
        answer: { error: { code: 'unauthorized' } },
      })
    }
  })

  test('takes a subscription from request to confirmation', async () => {
    const { status } = await call('POST', '/internal/subscriptions', request('ada@example.org'))
    expect(status).toBe(202)
    const token = linkToken(world.smtp.mailsTo('ada@example.org')[0], 'confirm')
    expect(await call('GET', `/internal/tokens/confirm/${token}`)).toMatchObject({
      status: 200,
      answer: { status: 'ready' },
    })
    expect(await call('POST', `/internal/tokens/confirm/${token}`, {})).toMatchObject({
      status: 200,
      answer: { status: 'done' },
    })
    expect(await world.sql.query('select state from notifier.subscriptions')).toEqual([{ state: 'confirmed' }])
  })

  test('says 202 for an address that is none', async () => {
    expect(await call('POST', '/internal/subscriptions', request('nobody'))).toMatchObject({
      status: 202,
      answer: { reason: 'invalid-address' },
    })
  })

  test.each([
    ['an id that is none', { log: 'x', thread: 'y', email: 'ada@example.org' }, /log: 64 lower-case/],
    ['no address', { log: 'a'.repeat(64), thread: 'b'.repeat(64) }, /email/],
    ['no object', '[]', /request|log/],
  ])('refuses %s and says what is expected', async (_what, body, message) => {
    expect(await call('POST', '/internal/subscriptions', body)).toMatchObject({
      status: 400,
      answer: { error: { code: 'bad-request', message: expect.stringMatching(message) } },
    })
  })

  test('a one-click unsubscribe is a POST with a form of the mail program', async () => {
    const about = testThread('The mirror is slow', world.nowMs)
    await world.subscribe(about, 'ada@example.org')
    await world.plan(about.job([about.event('Me too.')]))
    await world.settle()
    const token = linkToken(world.notifications('ada@example.org')[0], 'unsubscribe')
    const response = await fetch(`${server.url}/internal/tokens/unsubscribe/${token}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${internalToken}` },
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    })
    expect(response.status).toBe(200)
    expect(await world.sql.query('select state from notifier.subscriptions')).toEqual([{ state: 'unsubscribed' }])
  })

  test('lists the outbox, newest first, page by page', async () => {
    for (let n = 0; n < 3; n++) {
      await call('POST', '/internal/subscriptions', request(`reader${n}@example.org`))
      world.pass(1)
    }
    const first = await call('GET', '/internal/mail?limit=2')
    expect(first.answer).toMatchObject({
      items: [{ to: 'reader2@example.org', state: 'sent' }, { to: 'reader1@example.org' }],
    })
    const { next } = first.answer as { next: string }
    expect(await call('GET', `/internal/mail?limit=2&after=${next}`)).toMatchObject({
      answer: {
        items: [{ to: 'reader0@example.org', kind: 'confirmation', subject: expect.stringContaining('Confirm') }],
      },
    })
    expect(await call('GET', '/internal/mail?limit=0')).toMatchObject({ status: 400 })
  })

  test('says how it is, and no address in its metrics', async () => {
    await call('POST', '/internal/subscriptions', request('ada@example.org'))
    expect(await call('GET', '/healthz')).toMatchObject({ status: 200 })
    expect(await call('GET', '/readyz')).toMatchObject({ status: 200 })
    databaseIsAway = true
    expect(await call('GET', '/readyz')).toMatchObject({
      status: 503,
      answer: { notReady: { database: 'it does not answer' } },
    })
    const { answer } = await call('GET', '/metrics')
    expect(answer).toContain('hypergit_notifier_outbox_waiting 0')
    expect(answer).not.toContain('ada')
  })
})
