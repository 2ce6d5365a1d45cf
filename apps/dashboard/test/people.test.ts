import { type CoreKey, toZ32 } from '@hypergit/domain'
import type { Draft, IdentitiesJob, ProfilesJob } from '@hypergit/queues'
import { requires, until } from '@hypergit/testing'
import { accepted, changes, core, id, op, repository, thread } from './made-log.js'
import { operatorToken, runDashboard, type RunningDashboard } from './running-dashboard.js'

const log = id.log('alice')
const path = `/api/repositories/${toZ32(log)}`
const ada = id.log('ada')
const shown = (core_: CoreKey) => toZ32(core_)

const claimOf = (name: string) =>
  op(`claim ${name}`, name, { type: 'identity.claim', user: ada, proof: new Uint8Array(3) }, by(name))
const by = (name: string) => ({ author: { core: id.core(name), person: id.core('laptop'), user: ada } })

const identity = (name: string, state: IdentitiesJob['state'], version: number, more: object = {}) =>
  ({
    log,
    core: id.core(name),
    user: ada,
    state,
    name: 'Ada <b>',
    claim: id.op(`claim ${name}`),
    version,
    ...more,
  }) satisfies Draft<IdentitiesJob>

const profile = (version: number, more: Partial<ProfilesJob> = {}): Draft<ProfilesJob> => ({
  user: ada,
  name: 'Ada <b>',
  bio: 'Writes **engines**.<script>document.title=1</script>',
  url: 'javascript:alert(1)',
  contact: 'ada@example.org',
  devices: [
    { core: id.core('ada’s laptop'), name: 'laptop', authorized: true, byPhrase: false, at: 0 },
    { core: id.core('ada’s old one'), name: 'old', authorized: false, byPhrase: true, at: 5_000, revokedAt: 9_000 },
  ],
  devicesTotal: 10_000,
  links: [{ repository: log, core: id.core('laptop'), linked: true }],
  linksTotal: 1,
  following: 'followed',
  version,
  ...more,
})

requires('postgres', 'redis')('who is who, on a mirror', () => {
  let running: RunningDashboard

  const get = async (address: string, status = 200) => {
    const response = await fetch(`${running.origin}${address}`)
    expect([address, response.status]).toEqual([address, status])
    return (await response.json()) as Record<string, unknown>
  }
  const page = async (address: string) => {
    const response = await fetch(`${running.origin}${address}`)
    expect([address, response.status]).toEqual([address, 200])
    return response.text()
  }
  const operator = async (address: string, status = 200) => {
    const response = await fetch(`${running.operatorOrigin}${address}`, {
      headers: { authorization: `Bearer ${operatorToken}` },
    })
    expect([address, response.status]).toEqual([address, status])
    return (await response.json()) as { items: Record<string, unknown>[]; next?: string }
  }
  const problems = async (query = '') =>
    (await operator(`/api/operator/claims${query}`)).items.map((item) => item['problem'] ?? item['state'])

  const issue = op('issue', 'alice', { type: 'thread.open', kind: 'issue', title: 'Crash', body: 'It crashes.' })
  const held = {
    outcome: 'held',
    reason: 'unconfirmed',
    rule: 'held',
    explanation: 'Its core is not confirmed as its user’s.',
    decidedBy: [],
  } as const
  const struck = op(
    'strike',
    'squatter',
    { type: 'identity.pair', core: id.core('laptop') },
    {
      ...by('squatter'),
      decision: { ...accepted, outcome: 'hidden', reason: 'not-permitted', explanation: 'It is somebody else’s core.' },
    },
  )
  const comment = (name: string, author: string, more: Parameters<typeof op>[3] = {}) =>
    op(name, author, { type: 'comment', thread: issue.id, body: `by ${author}` }, { ...by(author), ...more })
  const heldThread = op(
    'held thread',
    'desktop',
    { type: 'thread.open', kind: 'issue', title: 'Secret for now', body: 'x' },
    { ...by('desktop'), decision: held },
  )

  beforeAll(async () => {
    running = await runDashboard()
    await fetch(`${running.operatorOrigin}/api/operator/repositories`, {
      method: 'POST',
      headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id: toZ32(log) }),
    })
    const pair = op('pair', 'laptop', { type: 'identity.pair', core: id.core('phone') }, by('laptop'))
    const names = ['laptop', 'desktop', 'phone', 'squatter']
    await running.changes.send(
      changes('alice', 1, 1, {
        snapshot: 'whole',
        ops: [
          issue,
          ...names.map(claimOf),
          pair,
          struck,
          comment('c1', 'laptop'),
          comment('c2', 'desktop', { decision: held }),
          comment('c3', 'phone'),
          comment('c4', 'squatter'),
          op('c5', 'bob', { type: 'comment', thread: issue.id, body: 'by bob' }),
          heldThread,
          op('held mute', 'desktop', { type: 'mute', target: id.core('bob') }, { ...by('desktop'), decision: held }),
        ],
        threads: [thread(issue, 1, { commentCount: 4 }), thread(heldThread, 2, { decision: held })],
        cores: [
          core('alice', { role: 'admin' }),
          core('bob'),
          ...names.map((name) => core(name, { user: ada, person: id.core('laptop') })),
        ],
        repository: repository('alice'),
      }),
    )
    await running.identities.send(identity('laptop', 'confirmed', 1, { link: 'listed' }))
    await running.identities.send(identity('desktop', 'confirmed', 2, { link: 'listed', problem: 'waiting' }))
    await running.identities.send(identity('phone', 'disowned', 3, { link: 'unlisted' }))
    await running.identities.send(identity('squatter', 'maybe', 4, { problem: 'struck' }))
    await running.profiles.send(profile(1))
    await until(async () => (await problems('?problem=all')).length === 4, { what: 'the claims are here' })
    await until(async () => (await fetch(`${running.origin}/u/${toZ32(ada)}`)).status === 200, { what: 'ada is here' })
    await until(async () => ((await get('/api/repositories'))['items'] as { state: string }[])[0]?.state === 'live', {
      what: 'the repository is projected',
    })
  })
  afterAll(() => running.close())

  test('authors have their user’s name and how sure it is, in the API', async () => {
    const { comments } = (await get(`${path}/threads/1`)) as { comments: { author: object; body: string }[] }
    expect(comments.map(({ author }) => author)).toEqual([
      ...(['laptop', 'phone', 'squatter'] as const).map((name, place) => ({
        core: shown(id.core(name)),
        user: toZ32(ada),
        name: 'Ada <b>',
        identity: ['confirmed', 'disowned', 'maybe'][place],
      })),
      { core: shown(id.core('bob')), identity: 'anonymous' },
    ])
  })

  test('what is held is shown to nobody', async () => {
    const everything = [
      await page(`/r/${toZ32(log)}/issues/1`),
      await page(`/r/${toZ32(log)}/issues`),
      await page(`/r/${toZ32(log)}`),
      JSON.stringify(await get(`${path}/threads/1`)),
      JSON.stringify(await get(`${path}/moderation`)),
      await page(`/r/${toZ32(log)}.atom`),
    ].join('\n')
    expect(everything).not.toContain('by desktop')
    expect(everything).not.toContain('Secret for now')
    expect(everything).not.toContain('unconfirmed')
    expect(everything).not.toContain(toZ32(id.op('c2')))
    expect(everything).not.toContain(toZ32(id.op('held mute')))
    await get(`${path}/threads/2`, 404)
    await get(`${path}/threads/${toZ32(heldThread.id)}`, 404)
  })

  test('a page marks each author without colours, says the word, and leads to why', async () => {
    const text = await page(`/r/${toZ32(log)}/issues/1`)
    for (const [name, said] of [
      ['laptop', '✓ </span>confirmed'],
      ['phone', '✗ </span>disowned'],
      ['squatter', '? </span>maybe'],
      ['bob', '○ </span>anonymous'],
    ] as const) {
      const link = `href="/r/${toZ32(log)}/cores/${shown(id.core(name))}"`
      expect(text.slice(text.indexOf(link)).slice(0, 200)).toContain(`<span aria-hidden="true">${said}`)
    }
    expect(text).toContain(`<bdi>Ada &lt;b&gt;</bdi> <code>${toZ32(ada).slice(0, 8)}</code>`)
    expect(await page(`/r/${toZ32(log)}.atom`)).toContain(
      `<name>${shown(id.core('alice')).slice(0, 8)} (anonymous)</name>`,
    )
  })

  test.each([
    ['laptop', 'confirmed', /lists it as theirs/, 0],
    ['desktop', 'confirmed', /held and shown to nobody else/, 0],
    ['phone', 'disowned', /took it off its list/, 0],
    ['squatter', 'maybe', /somebody else’s/, 1],
  ])('why %s is %s', async (name, state, sentence, strikes) => {
    const detail = await get(`${path}/cores/${shown(id.core(name))}`)
    expect(detail).toMatchObject({ author: { identity: state }, strikes, following: 'followed' })
    expect((detail['because'] as string[]).join(' ')).toMatch(sentence)
    expect(detail['claims']).toMatchObject([{ op: toZ32(id.op(`claim ${name}`)) }])
    const text = await page(`/r/${toZ32(log)}/cores/${shown(id.core(name))}`)
    expect(text).toMatch(sentence)
    expect(text).toContain(toZ32(id.op(`claim ${name}`)))
  })

  test('pairs are told from both ends, and a core without a claim stands for itself', async () => {
    const pairsOf = async (name: string) =>
      ((await get(`${path}/cores/${shown(id.core(name))}`))['pairs'] as { op: string }[]).map((pair) => pair.op)
    expect(new Set(await pairsOf('laptop'))).toEqual(new Set(['pair', 'strike'].map((name) => toZ32(id.op(name)))))
    expect(await pairsOf('phone')).toEqual([toZ32(id.op('pair'))])
    const bob = await get(`${path}/cores/${shown(id.core('bob'))}`)
    expect(bob).toMatchObject({ claims: [], pairs: [], because: ['It has claimed no user: it stands for itself.'] })
    await get(`${path}/cores/${shown(id.core('nobody'))}`, 404)
    await get(`${path}/cores/nonsense`, 400)
  })

  test('a user’s page has their profile, machines and cores, and nothing in it runs', async () => {
    expect(await get(`/api/users/${toZ32(ada)}`)).toMatchObject({
      kind: 'user',
      name: 'Ada <b>',
      following: 'followed',
      devices: [
        { name: 'laptop', authorized: true },
        { name: 'old', authorized: false, revokedAt: 9_000 },
      ],
      devicesTotal: 10_000,
    })
    const text = await page(`/u/${toZ32(ada)}`)
    expect(text).toContain('2 of 10000')
    expect(text).toContain('<strong>engines</strong>')
    expect(text).not.toContain('<script>document')
    expect(text).not.toContain('href="javascript')
    expect(text).toMatch(/authorised.*revoked, by the recovery phrase/s)
  })

  test.each([
    ['gone', /Nobody has brought/],
    ['over-quota', /larger than this mirror takes/],
    ['fetching', /is looking for/],
    ['refused', /does not follow this one/],
  ] as const)('a user log that is %s is said to be', async (following, sentence) => {
    const { version } = { version: 10 + ['gone', 'over-quota', 'fetching', 'refused'].indexOf(following) }
    await running.profiles.send(profile(version, { following }))
    await until(async () => (await get(`/api/users/${toZ32(ada)}`))['following'] === following, { what: following })
    expect(await page(`/u/${toZ32(ada)}`)).toMatch(sentence)
    expect(await page(`/r/${toZ32(log)}/cores/${shown(id.core('laptop'))}`)).toMatch(sentence)
  })

  test('the operator’s queue has what waits, conflicts, was struck or disowned, paged, with its evidence', async () => {
    expect(new Set(await problems())).toEqual(new Set(['waiting', 'struck', 'disowned']))
    expect(await problems('?problem=struck')).toEqual(['struck'])
    expect(await problems('?problem=disowned')).toEqual(['disowned'])
    expect(await problems('?problem=conflicting')).toEqual([])
    await operator('/api/operator/claims?problem=odd', 400)
    const seen: unknown[] = []
    for (let query = '?problem=all&limit=1'; ;) {
      const { items, next } = await operator(`/api/operator/claims${query}`)
      seen.push(...items.map((item) => item['core']))
      if (next === undefined) break
      query = `?problem=all&limit=1&after=${next}`
    }
    expect(new Set(seen).size).toBe(4)
    const [one] = (await operator('/api/operator/claims?problem=struck')).items
    expect(one).toMatchObject({ name: 'Ada <b>', explanation: expect.stringMatching(/somebody else’s/) })
    for (const field of ['claimUrl', 'evidenceUrl']) expect((await fetch(one?.[field] as string)).status).toBe(200)
  })

  test('nothing went wrong unseen', () => expect(running.problems).toEqual([]))
})
