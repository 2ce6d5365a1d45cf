import { type CoreKey, toZ32 } from '@hypergit/domain'
import { requires, until } from '@hypergit/testing'
import { id } from './made-log.js'
import { ada, heldThread, log, profile, tellOfPeople } from './made-people.js'
import { operatorToken, runDashboard, type RunningDashboard } from './running-dashboard.js'

const path = `/api/repositories/${toZ32(log)}`
const shown = (core_: CoreKey) => toZ32(core_)

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

  beforeAll(async () => {
    running = await runDashboard()
    await tellOfPeople(running)
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
    await running.profiles.send({ profiles: [profile(version, { following })] })
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
