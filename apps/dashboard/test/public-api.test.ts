import { toZ32 } from '@hypergit/domain'
import { requires, until } from '@hypergit/testing'
import { changes, id, op } from './made-log.js'
import { operatorToken, runDashboard, type RunningDashboard } from './running-dashboard.js'
import { smallRepository } from './small-repository.js'

const log = toZ32(id.log('alice'))

requires('postgres', 'redis')('the public API', () => {
  let running: RunningDashboard

  const get = async (path: string, status = 200) => {
    const response = await fetch(`${running.origin}${path}`)
    expect([path, response.status]).toEqual([path, status])
    return (await response.json()) as Record<string, unknown>
  }
  const items = async (path: string) => (await get(path))['items'] as Record<string, unknown>[]
  const host = (method: 'POST' | 'DELETE', token = operatorToken) =>
    fetch(`${running.operatorOrigin}/api/operator/repositories${method === 'DELETE' ? `/${log}` : ''}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: JSON.stringify({ id: `hypergit://${log}` }) } : {}),
    })

  beforeAll(async () => {
    running = await runDashboard()
    expect((await host('POST')).status).toBe(201)
    await running.changes.send(smallRepository())
    await until(async () => (await items('/api/repositories'))[0]?.['state'] === 'live', {
      what: 'the repository is projected',
    })
  })
  afterAll(() => running.close())

  test('lists repositories with their counts', async () => {
    const [only] = await items('/api/repositories')
    expect(only).toMatchObject({ id: log, name: 'alice', threads: { open: 3, closed: 1 }, peers: 0, lag: null })
  })

  test('a repository says roles, blacklist and state hash', async () => {
    const detail = await get(`/api/repositories/${log}`)
    expect(detail).toMatchObject({
      stateHash: 'cd'.repeat(32),
      roles: [{ core: toZ32(id.core('alice')), role: 'admin', capabilities: ['merge', 'tag'] }],
    })
    expect(detail['blacklist']).toMatchObject([
      { core: toZ32(id.core('mallory')), from: 3, reason: 'muted', op: toZ32(id.op('violation')) },
    ])
  })

  test.each<[string, string[]]>([
    ['', ['From elsewhere', 'Another with this number', 'Mend it', 'Crash on start']],
    ['?kind=pull', ['Mend it']],
    ['?kind=issue&state=open', ['From elsewhere', 'Crash on start']],
    ['?state=closed', ['Another with this number']],
    ['?state=all&label=bug', ['Crash on start']],
    ['?label=none', []],
    ['?author=octo', ['From elsewhere']],
    [`?author=${toZ32(id.core('bob'))}&kind=pull`, ['Mend it']],
    ['?assignee=octo', ['Crash on start']],
    ['?q=zebra', ['Crash on start']],
    ['?q=pills', []],
    ['?sort=oldest&kind=issue', ['Crash on start', 'Another with this number', 'From elsewhere']],
  ])('threads%s', async (query, titles) => {
    const found = (await items(`/api/repositories/${log}/threads${query}`)).map((item) => item['title'])
    expect(new Set(found)).toEqual(new Set(titles))
  })

  test('everyone is listed once, with the git rights that the log declares', async () => {
    const [alice, bob, mallory] = ['alice', 'bob', 'mallory'].map((name) => toZ32(id.core(name)))
    const everyone = await items(`/api/repositories/${log}/people`)
    expect(new Map(everyone.map((person) => [person['core'], person]))).toEqual(
      new Map([
        [alice, { core: alice, identity: 'anonymous', role: 'admin', muted: false, capabilities: ['merge', 'tag'] }],
        [bob, { core: bob, identity: 'anonymous', role: 'normal', muted: false, capabilities: ['createBranch'] }],
        [mallory, { core: mallory, identity: 'anonymous', role: 'normal', muted: true, capabilities: [] }],
      ]),
    )
    const seen: unknown[] = []
    for (let path = '?limit=1'; ;) {
      const page = await get(`/api/repositories/${log}/people${path}`)
      seen.push(...(page['items'] as Record<string, unknown>[]))
      if (page['next'] === undefined) break
      path = `?limit=1&after=${page['next'] as string}`
    }
    expect(seen).toEqual(everyone)
  })

  test('the operator’s address answers the same about a repository', async () => {
    const response = await fetch(`${running.operatorOrigin}/api/repositories/${log}`)
    expect(await response.json()).toEqual(await get(`/api/repositories/${log}`))
  })

  test('pages go on where they ended, and reach everything once', async () => {
    const seen: unknown[] = []
    for (let path = '?limit=1'; ;) {
      const page = await get(`/api/repositories/${log}/threads${path}`)
      seen.push(...(page['items'] as Record<string, unknown>[]).map((item) => item['op']))
      if (page['next'] === undefined) break
      path = `?limit=1&after=${page['next'] as string}`
    }
    expect(new Set(seen).size).toBe(4)
    expect(seen).toHaveLength(4)
  })

  test('a thread has its comments with their outcomes, and nothing of what is hidden', async () => {
    const detail = await get(`/api/repositories/${log}/threads/1`)
    expect(detail).toMatchObject({ number: 1, title: 'Crash on start', commentCount: 1, labels: ['bug'] })
    expect(detail['comments']).toMatchObject([
      {
        body: 'Me too, on the zebra machine',
        outcome: 'accepted',
        author: { core: toZ32(id.core('bob')), identity: 'anonymous' },
      },
      { body: null, outcome: 'hidden', reason: 'muted' },
      { body: null, outcome: 'violation', reason: 'muted' },
    ])
    expect(detail['events']).toMatchObject([{ type: 'thread.label', detail: { add: ['bug'] } }])
    expect(JSON.stringify(detail)).not.toContain('pills')
  })

  test('a review has its line comments, an imported thread its origin', async () => {
    const pull = await get(`/api/repositories/${log}/threads/${toZ32(id.op('pull')).slice(0, 10)}`)
    expect(pull['reviews']).toMatchObject([
      { verdict: 'approve', lines: [{ path: 'src/a.ts', position: 4, body: 'Nice line' }] },
    ])
    expect(await get(`/api/repositories/${log}/threads/7`)).toMatchObject({
      author: { name: 'octo' },
      origin: { number: 7 },
    })
  })

  test('a number that two threads share asks which', async () => {
    const answer = await get(`/api/repositories/${log}/threads/5`, 409)
    expect(answer).toMatchObject({ error: { code: 'ambiguous', candidates: [{ number: 5 }, { number: 5 }] } })
  })

  test('an op names the rule and the ops that decided it', async () => {
    const violation = await get(`/api/repositories/${log}/ops/${toZ32(id.op('violation'))}`)
    expect(violation).toMatchObject({
      outcome: 'violation',
      reason: 'muted',
      rule: 'cited/muted',
      body: null,
      decidedBy: [
        { op: toZ32(id.op('mute')), type: 'mute', detail: { target: toZ32(id.core('mallory')), reason: 'spam' } },
      ],
    })
  })

  test('moderation, users, search', async () => {
    expect((await items(`/api/repositories/${log}/moderation`)).map((item) => item['type'])).toEqual([
      'comment',
      'mute',
    ])
    expect(await get(`/api/users/${toZ32(id.core('bob'))}`)).toMatchObject({
      kind: 'core',
      cores: [{ role: 'normal' }],
    })
    const hits = await items('/api/search?q=zebra')
    expect(hits).toMatchObject([{ op: toZ32(id.op('shown')), thread: { number: 1 } }])
    expect(hits[0]?.['excerpt']).toContainEqual({ text: 'zebra', hit: true })
    expect(await items('/api/search?q=pills')).toEqual([])
  })

  test.each([
    ['/api/repositories/nonsense', 400, 'invalid-id'],
    [`/api/repositories/${toZ32('00'.repeat(32))}`, 404, 'not-hosted'],
    [`/api/repositories/${log}/threads/99`, 404, 'not-found'],
    [`/api/repositories/${log}/threads/abc`, 400, 'invalid-id'],
    [`/api/repositories/${log}/threads?limit=201`, 400, 'invalid-request'],
    [`/api/repositories/${log}/threads?limit=-1`, 400, 'invalid-request'],
    [`/api/repositories/${log}/threads?after=x`, 400, 'invalid-request'],
    [`/api/repositories/${log}/people?after=x`, 400, 'invalid-request'],
    [`/api/repositories/${log}/threads?state=odd`, 400, 'invalid-request'],
    [`/api/repositories/${log}/threads?q=%00`, 200, undefined],
    [`/api/repositories/${log}/threads?label=a&label=b`, 200, undefined],
    ['/api/search', 400, 'invalid-request'],
    ["/api/search?q='%22(!%26|", 200, undefined],
    ['/api/nothing', 404, 'not-found'],
    ['/api/repositories/%E0%A4%A', 400, 'invalid-request'],
    ['/metrics', 401, 'unauthorised'],
  ])('%s answers %i', async (path, status, code) => {
    const answer = await get(path, status)
    expect((answer['error'] as { code?: string } | undefined)?.code).toBe(code)
  })

  test('the OpenAPI document describes every route of the API', async () => {
    const document = await get('/api/openapi.json')
    for (const path of [
      '/api/repositories/{id}/threads',
      '/api/repositories/{id}/people',
      '/api/operator/overview',
      '/api/threads/{op}/subscriptions',
    ]) {
      expect(document['paths']).toHaveProperty([path])
    }
  })

  test('a reader’s report reaches the operator, with a kept copy', async () => {
    const report = (body: unknown) =>
      fetch(`${running.origin}/api/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await report({ op: toZ32(id.op('shown')), reason: 'rude' })).status).toBe(202)
    expect((await report({ op: toZ32(id.op('nobody’s')), reason: 'rude' })).status).toBe(404)
    expect((await report({ op: toZ32(id.op('shown')) })).status).toBe(400)
    expect((await report({ op: toZ32(id.op('shown')), reason: 'x'.repeat(50_000) })).status).toBe(413)
    const listed = await fetch(`${running.operatorOrigin}/api/operator/reports`, {
      headers: { authorization: `Bearer ${operatorToken}` },
    })
    expect(await listed.json()).toMatchObject({
      items: [{ reason: 'rude', op: toZ32(id.op('shown')), text: 'Me too, on the zebra machine' }],
    })
  })

  test('open streams are told what changes', async () => {
    const abort = new AbortController()
    const response = await fetch(`${running.origin}/api/repositories/${log}/events`, { signal: abort.signal })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = response.body?.getReader()
    const issueOp = id.op('issue')
    const late = op('late', 'bob', { type: 'comment', thread: issueOp, body: 'later' })
    await running.changes.send(changes('alice', 1, 2, { ops: [late] }))
    let text = ''
    while (!text.includes('event: change')) text += new TextDecoder().decode((await reader?.read())?.value)
    expect(text).toContain(toZ32(late.id))
    abort.abort()
  })

  test('the operator’s token is needed for every act, and what is stopped is gone', async () => {
    expect((await host('POST', 'x'.repeat(40))).status).toBe(401)
    expect((await host('POST')).status).toBe(200)
    expect((await host('DELETE')).status).toBe(200)
    await get(`/api/repositories/${log}`, 404)
    expect((await host('POST')).status).toBe(201)
    await get(`/api/repositories/${log}`)
    const audit = await fetch(`${running.operatorOrigin}/api/operator/audit`, {
      headers: { authorization: `Bearer ${operatorToken}` },
    })
    const { items: entries } = (await audit.json()) as { items: { action: string }[] }
    expect(entries.map((entry) => entry.action)).toEqual(['repository.host', 'repository.stop', 'repository.host'])
  })

  test.each(['overview', 'queues', 'peers', 'blacklist', 'claims', 'reports', 'audit', 'settings'])(
    'the operator reads %s',
    async (what) => {
      const path = `${running.operatorOrigin}/api/operator/${what}`
      expect((await fetch(path)).status).toBe(401)
      const response = await fetch(path, { headers: { authorization: `Bearer ${operatorToken}` } })
      expect([what, response.status]).toEqual([what, 200])
      expect(await response.text()).not.toContain(operatorToken)
    },
  )

  test('nothing went wrong unseen', () => expect(running.problems).toEqual([]))
})
