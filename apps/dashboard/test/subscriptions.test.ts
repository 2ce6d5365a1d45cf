import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { toZ32 } from '@hypergit/domain'
import { requires, until } from '@hypergit/testing'
import { changes, id, op, repository, thread } from './made-log.js'
import { operatorToken, runDashboard, type RunningDashboard } from './running-dashboard.js'

interface Asked {
  readonly method: string
  readonly path: string
  readonly authorization: string
  readonly body: Record<string, unknown>
}

const replyTo = (method: string, url: string): unknown => {
  if (url.startsWith('/internal/mail'))
    return {
      items: [{ id: '1', to: 'a…@example.org', subject: null, state: 'held', note: null, createdAt: 1, attempts: 0 }],
    }
  if (!url.startsWith('/internal/tokens/')) return {}
  return {
    status: method === 'GET' ? 'ready' : 'done',
    title: 'Unsubscribe',
    text: 'No more mails.',
    action: 'Unsubscribe',
  }
}

/** The notifier's internal API, as far as the dashboard's end of it needs: it remembers what it was asked. */
const startNotifier = async (): Promise<{ server: Server; url: string; asked: Asked[] }> => {
  const asked: Asked[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request
    const body = await text(request)
    asked.push({
      method,
      path: url,
      authorization: headers.authorization ?? '',
      body: body === '' ? {} : (JSON.parse(body) as Asked['body']),
    })
    response.setHeader('content-type', 'application/json').end(JSON.stringify(replyTo(method, url)))
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

requires('postgres', 'redis')('subscriptions', () => {
  let running: RunningDashboard
  let notifier: Awaited<ReturnType<typeof startNotifier>>
  const log = toZ32(id.log('alice'))
  const opening = op('issue', 'alice', { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
  const path = `/api/threads/${toZ32(opening.id)}/subscriptions`

  beforeAll(async () => {
    notifier = await startNotifier()
    running = await runDashboard({ notifierUrl: () => notifier.url })
    await fetch(`${running.operatorOrigin}/api/operator/repositories`, {
      method: 'POST',
      headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id: log }),
    })
    await running.changes.send(
      changes('alice', 1, 1, {
        snapshot: 'whole',
        ops: [opening],
        threads: [thread(opening, 1)],
        repository: repository('alice'),
      }),
    )
    await until(async () => (await fetch(`${running.origin}/api/repositories/${log}/threads/1`)).ok, {
      what: 'the thread is projected',
    })
  })
  afterAll(async () => {
    await running.close()
    notifier.server.close()
  })

  const subscribe = (body: unknown, at = path) =>
    fetch(`${running.origin}${at}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('a subscription goes to the notifier, and the answer tells nothing of the address', async () => {
    const answers = await Promise.all([
      subscribe({ email: 'reader@example.org' }),
      subscribe({ email: 'no address', level: 'comments' }),
    ])
    expect(await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))).toEqual([
      [202, '{"status":"accepted"}'],
      [202, '{"status":"accepted"}'],
    ])
    const sent = notifier.asked.find((call) => call.body['email'] === 'reader@example.org')
    expect(sent).toMatchObject({
      method: 'POST',
      path: '/internal/subscriptions',
      authorization: 'Bearer a secret between services, for tests',
      body: {
        log: id.log('alice'),
        thread: opening.id,
        threadTitle: 'Crash',
        client: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    })
  })

  test('what is no request is refused with what is valid', async () => {
    expect((await subscribe({})).status).toBe(400)
    expect((await subscribe({ email: 'a@b.example', level: 'everything' })).status).toBe(400)
    expect((await subscribe({ email: 'a@b.example' }, '/api/threads/nonsense/subscriptions')).status).toBe(400)
    expect(
      (await subscribe({ email: 'a@b.example' }, `/api/threads/${toZ32(id.op('unknown'))}/subscriptions`)).status,
    ).toBe(404)
  })

  test('the form of a page gets a page', async () => {
    const answer = await fetch(`${running.origin}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ email: 'reader@example.org', level: 'all' }),
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([202, 'text/html; charset=utf-8'])
    expect(await answer.text()).toContain('Look into your mail')
  })

  test.each(['subscriptions/confirm', 'subscriptions', 'unsubscribe'])(
    'a GET of /%s shows a page and changes nothing, a POST acts',
    async (kind) => {
      notifier.asked.length = 0
      const page = await fetch(`${running.origin}/${kind}/token_1`)
      expect(page.status).toBe(200)
      expect(await page.text()).toMatch(/<form [^>]*method="post"/)
      expect(notifier.asked.map((call) => call.method)).toEqual(['GET'])
      const oneClick = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
      expect((await fetch(`${running.origin}/${kind}/token_1`, { method: 'POST', body: oneClick })).status).toBe(200)
      expect(notifier.asked.map((call) => call.method)).toEqual(['GET', 'POST'])
      expect((await fetch(`${running.origin}/${kind}/..%2F..%2Fmail`)).status).toBe(400)
    },
  )

  test('the operator reads the outbox', async () => {
    const answer = await fetch(`${running.operatorOrigin}/api/operator/mail`, {
      headers: { authorization: `Bearer ${operatorToken}` },
    })
    expect(await answer.json()).toMatchObject({ items: [{ to: 'a…@example.org', state: 'held' }] })
  })

  test('too many posts of one client are refused, and without the notifier nothing is accepted', async () => {
    await new Promise((resolve) => notifier.server.close(resolve).closeAllConnections())
    expect((await subscribe({ email: 'reader@example.org' })).status).toBe(503)
    const answers = await Promise.all(Array.from({ length: 40 }, () => subscribe({ email: 'reader@example.org' })))
    expect(answers.map((answer) => answer.status)).toContain(429)
  })
})
