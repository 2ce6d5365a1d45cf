import { toZ32 } from '@hypergit/domain'
import { requires, until } from '@hypergit/testing'
import { changes, id, op, repository } from './made-log.js'
import { operatorToken, runDashboard, type RunningDashboard } from './running-dashboard.js'

const path = (name: string) => `/api/repositories/${toZ32(id.log(name))}`

const announce = (fork: string, more: Parameters<typeof op>[3] = {}) =>
  op(`announce ${fork}`, 'stranger', { type: 'fork.announce', repository: id.log(fork) }, more)
const byId = (names: readonly string[]) => names.toSorted((a, b) => (id.log(a) < id.log(b) ? -1 : 1))

/** A hosted fork as the list tells of it. */
const linked = (name: string, link: string, namesParent: boolean, announced: boolean) => [
  toZ32(id.log(name)),
  name,
  link,
  { namesParent, announced, hosted: true },
]

requires('postgres', 'redis')('forks on a mirror', () => {
  let running: RunningDashboard

  const get = async (address: string) => {
    const response = await fetch(`${running.origin}${address}`)
    expect([address, response.status]).toEqual([address, 200])
    return (await response.json()) as Record<string, unknown>
  }
  const host = (name: string, method: 'POST' | 'DELETE' = 'POST') =>
    fetch(
      `${running.operatorOrigin}/api/operator/repositories${method === 'DELETE' ? `/${toZ32(id.log(name))}` : ''}`,
      {
        method,
        headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
        ...(method === 'POST' ? { body: JSON.stringify({ id: toZ32(id.log(name)) }) } : {}),
      },
    )
  beforeAll(async () => {
    running = await runDashboard()
    for (const name of ['parent', 'both', 'named', 'refused', 'stranger', 'displaced']) await host(name)
    const ignored = announce('refused')
    await running.changes.send(
      changes('parent', 1, 1, {
        snapshot: 'whole',
        ops: [
          announce('both'),
          announce('stranger'),
          announce('elsewhere'),
          announce('displaced'),
          announce('parent'),
          { ...ignored, decision: { ...ignored.decision, outcome: 'ignored', reason: 'blacklisted' } },
        ],
        // As the engine keeps it: the latest of them, which an early one may have dropped out of.
        repository: repository('parent', {
          forks: ['both', 'stranger', 'elsewhere', 'parent'].map((name) => id.log(name)),
        }),
      }),
    )
    const forkOf = id.log('parent')
    for (const name of ['both', 'named', 'refused', 'displaced'])
      await running.changes.send(changes(name, 1, 1, { snapshot: 'whole', repository: repository(name, { forkOf }) }))
    await running.changes.send(changes('stranger', 1, 1, { snapshot: 'whole', repository: repository('stranger') }))
    await until(
      async () =>
        ((await get('/api/repositories'))['items'] as { state: string }[]).every(({ state }) => state === 'live'),
      { what: 'all repositories are projected' },
    )
  })
  afterAll(() => running.close())

  test('are confirmed when both ends name each other, and listed before the others', async () => {
    const { items } = (await get(`${path('parent')}/forks`)) as {
      items: (Record<string, unknown> & { repository: { id: string; name?: string } })[]
    }
    const said = items.map(({ repository: { id: of, name }, link, namesParent, announced, hosted }) => [
      of,
      name,
      link,
      { namesParent, announced, hosted },
    ])
    expect(said).toEqual([
      ...byId(['both', 'displaced']).map((name) => linked(name, 'confirmed', true, true)),
      ...byId(['named', 'refused']).map((name) => linked(name, 'maybe', true, false)),
      linked('stranger', 'maybe', false, true),
      [toZ32(id.log('elsewhere')), undefined, 'maybe', { announced: true, hosted: false }],
    ])
  })

  test('are listed in pages that reach each of them once', async () => {
    const seen: unknown[] = []
    for (let query = '?limit=1'; ;) {
      const page = await get(`${path('parent')}/forks${query}`)
      seen.push(...(page['items'] as { repository: { id: string } }[]).map((item) => item.repository.id))
      if (page['next'] === undefined) break
      query = `?limit=1&after=${page['next'] as string}`
    }
    expect(seen).toHaveLength(6)
    expect(new Set(seen).size).toBe(6)
  })

  test('name their parent, and say what is not known where it is not hosted here', async () => {
    expect((await get(path('displaced')))['parent']).toMatchObject({
      repository: { id: toZ32(id.log('parent')), name: 'parent' },
      link: 'confirmed',
    })
    expect((await get(path('refused')))['parent']).toMatchObject({ link: 'maybe', announced: false })
    expect(await get(path('stranger'))).not.toHaveProperty('parent')
    await host('parent', 'DELETE')
    const { parent, forkOf } = await get(path('both'))
    expect(forkOf).toBe(toZ32(id.log('parent')))
    expect(parent).toEqual({
      repository: { id: forkOf },
      link: 'maybe',
      explanation: 'The fork names the parent; the parent’s log is not known here.',
      hosted: false,
      namesParent: true,
    })
    await host('parent')
  })

  test('have a page that says how sure each is, with a mark and in words', async () => {
    const page = await (await fetch(`${running.origin}/r/${toZ32(id.log('parent'))}/forks`)).text()
    expect(page).toContain('<span aria-hidden="true">✓ </span>confirmed')
    expect(page).toContain('<span aria-hidden="true">? </span>maybe')
    expect(page).toContain('This mirror does not host it.')
    const overview = await (await fetch(`${running.origin}/r/${toZ32(id.log('both'))}`)).text()
    expect(overview).toMatch(/Fork of.*parent.*confirmed/s)
  })
})
