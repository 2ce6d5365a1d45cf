import { toZ32 } from '@hypergit/domain'
import type { BundlesJob, Draft, EvidenceJob, Handlers } from '@hypergit/queues'
import { requires, until } from '@hypergit/testing'
import type { DashboardOptions } from '../src/create-dashboard.js'
import { changes, core, id, op, repository } from './made-log.js'
import { operatorToken, runDashboard, type RunningDashboard } from './running-dashboard.js'

const log = toZ32(id.log('alice'))
const digest = 'd'.repeat(64)

const violation = (name: string) =>
  op(
    name,
    `author of ${name}`,
    { type: 'ack' },
    {
      seq: 4,
      decision: {
        outcome: 'violation',
        reason: 'muted',
        rule: 'cited/muted',
        explanation: 'Its author knew that they are muted.',
        decidedBy: [id.op('mute')],
      },
    },
  )
const ignoredFor = (name: string, rule: string, decidedBy: string) =>
  op(
    name,
    'mallory',
    { type: 'ack' },
    {
      decision: {
        outcome: 'ignored',
        reason: 'blacklisted',
        rule,
        explanation: 'It is ignored.',
        decidedBy: [id.op(decidedBy)],
      },
    },
  )
const names = [
  'spam',
  'lacking',
  'refused',
  'lost',
  'silent',
  'two',
  'shared',
  'first',
  'second',
  'third',
  'many',
  'busy',
]
const ban = op('ban', 'alice', { type: 'core.ban', core: id.core('mallory'), reason: '' })
const fork = op(
  'fork',
  'mallory',
  { type: 'ack' },
  {
    decision: {
      outcome: 'ignored',
      reason: 'equivocation',
      rule: 'equivocation',
      explanation: 'Its core wrote two different ops in one place.',
      decidedBy: [],
    },
  },
)

const ignore = (): Promise<void> => Promise.resolve()
const errorOf = async (response: Response) => ((await response.json()) as { error: Record<string, unknown> }).error

/** Nobody is asked twice within a test. */
const patient = { askAgainMs: 60_000, askedOfLogMax: 2 }

type Answering = (job: EvidenceJob) => readonly Draft<BundlesJob>[]

const answerTo = ({ log: of, kind, op: place }: EvidenceJob) => ({ log: of, kind, op: place.id })
const bundle = (job: EvidenceJob, ...texts: readonly string[]): readonly Draft<BundlesJob>[] =>
  texts.map((text, part) => ({ ...answerTo(job), part: { digest, part, parts: texts.length, text } }))

requires('postgres', 'redis')('evidence over HTTP', () => {
  let running: RunningDashboard
  let answering: Answering
  const asked: EvidenceJob[] = []

  /** Each test is a reader of its own. */
  const fetchAs = (reader: string, path: string, origin = running.origin) =>
    fetch(`${origin}${path}`, { headers: { 'x-forwarded-for': reader } })
  const pathOf = (name: string): string => `/api/repositories/${log}/ops/${toZ32(id.op(name))}/evidence`
  const page = async (name: string) => (await fetchAs('10.0.0.10', `/r/${log}/ops/${toZ32(id.op(name))}`)).text()
  /** In a process of the dashboard with other bounds, by its address. */
  const inAnother = async (
    bounds: NonNullable<DashboardOptions['evidence']>,
    work: (origin: string) => Promise<void>,
  ) => {
    const other = await running.another({ evidence: { ...patient, ...bounds } })
    try {
      await work(`http://127.0.0.1:${other.publicPort}`)
    } finally {
      await other.close()
    }
  }
  /** The answer to a question that was not answered when it came. */
  const answerLate = async (name: string): Promise<void> => {
    const job = await until(() => askedFor(name)[0], { what: 'the replicator is asked' })
    await running.replicator.producer('bundles').sendAll(bundle(job, 'late'))
  }
  const askedFor = (name: string) => asked.filter((job) => job.op.id === id.op(name))

  beforeAll(async () => {
    running = await runDashboard({ trustProxy: 1, publicUrl: 'https://mirror.example' }, { evidence: patient })
    const handlers: Handlers<'replicator'> = {
      verdicts: ignore,
      follow: ignore,
      hosting: ignore,
      evidence: async (job) => {
        asked.push(job)
        for (const answer of answering(job)) await running.replicator.producer('bundles').send(answer)
      },
    }
    await running.replicator.work(handlers)
    await fetch(`${running.operatorOrigin}/api/operator/repositories`, {
      method: 'POST',
      headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id: log }),
    })
    await running.changes.send(
      changes('alice', 1, 1, {
        snapshot: 'whole',
        ops: [
          op('mute', 'alice', { type: 'mute', target: id.core('mallory') }),
          op('fine', 'bob', { type: 'ack' }),
          ...names.map(violation),
          ignoredFor('after', 'after-violation', 'spam'),
          ban,
          ignoredFor('banned', 'banned', 'ban'),
          fork,
        ],
        cores: [core('alice', { role: 'admin' }), core('mallory', { muted: true })],
        repository: repository('alice'),
      }),
    )
    const opPage = `${running.origin}/r/${log}/ops/${toZ32(fork.id)}`
    await until(async () => (await fetch(opPage)).ok, { what: 'the repository is projected' })
  })
  beforeEach(() => {
    answering = () => []
  })
  afterAll(() => running.close())

  test('a bundle is asked of the replicator as the projection knows it, put together, and kept', async () => {
    answering = (job) => {
      const [first, ...others] = bundle(job, '{"a":', '1', '}\n')
      return [...others.toReversed(), ...others, ...(first === undefined ? [] : [first])]
    }
    const response = await fetchAs('10.0.0.1', pathOf('spam'))
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': '8',
      'content-disposition': `attachment; filename="violation-${toZ32(id.op('spam')).slice(0, 8)}.json"`,
      'cache-control': 'public, max-age=600',
    })
    expect(await response.text()).toBe('{"a":1}\n')
    const place = { core: id.core('author of spam'), seq: 4, id: id.op('spam') }
    const claim = { kind: 'violation', core: place.core, op: place, outcome: 'violation', reason: 'muted' }
    expect(asked).toEqual([{ v: 1, log: id.log('alice'), ...claim, decidedBy: [id.op('mute')] }])
    for (const name of ['spam', 'after']) expect((await fetchAs('10.0.0.1', pathOf(name))).status).toBe(200)
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['a ban', 'ban', 'ban', id.core('mallory'), ban.id],
    ['what falls to a ban', 'banned', 'ban', id.core('mallory'), ban.id],
    ['a fork', 'fork', 'equivocation', id.core('mallory'), fork.id],
  ])('of %s', async (_what, name, kind, blacklisted, deciding) => {
    answering = (job) => bundle(job, job.kind)
    expect(await (await fetchAs('10.0.0.2', pathOf(name))).text()).toBe(kind)
    expect(asked.find((job) => job.kind === kind)).toMatchObject({ core: blacklisted, op: { id: deciding } })
  })

  test('readers who ask at the same time, in whichever process, have one question asked for them', () =>
    inAnother({}, async (other) => {
      answering = (job) => bundle(job, 'the ', 'bundle')
      const origins = [running.origin, other]
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, place) => fetchAs(`10.0.1.${place}`, pathOf('shared'), origins[place % 2])),
      )
      expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(answers.map(() => 'the bundle'))
      expect(askedFor('shared')).toHaveLength(1)
    }))

  test('a question or an answer that is lost is asked for again, also while one waits', () =>
    inAnother({ askAgainMs: 200 }, async (impatient) => {
      answering = (job) => {
        const parts = bundle(job, 'whole', ' again')
        if (askedFor('lost').length === 1) return []
        return askedFor('lost').length === 2 ? parts.slice(1) : parts
      }
      expect(await (await fetchAs('10.0.0.3', pathOf('lost'), impatient)).text()).toBe('whole again')
      expect(askedFor('lost').length).toBeGreaterThanOrEqual(3)
    }))

  test('without an answer in time a reader is told when to come again, and then has it at once', () =>
    inAnother({ waitMs: 50 }, async (hurried) => {
      const response = await fetchAs('10.0.0.4', pathOf('silent'), hurried)
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
      expect(await errorOf(response)).toMatchObject({ code: 'unavailable' })
      await answerLate('silent')
      expect(await (await fetchAs('10.0.0.4', pathOf('silent'))).text()).toBe('late')
    }))

  test.each<['missing' | 'unprovable', string, number, string, RegExp]>([
    ['missing', 'lacking', 503, 'unavailable', /not have all of it at the moment: its past is not here\.$/],
    ['unprovable', 'refused', 409, 'unprovable', /its past is not here\. .* hypergit why OP --evidence FILE$/],
  ])('why a replicator has nothing to show is told: %s', async (code, name, status, said, message) => {
    answering = (job) => [{ ...answerTo(job), problem: { code, message: 'its past is not here' } }]
    const response = await fetchAs('10.0.0.5', pathOf(name))
    expect([response.status, response.headers.has('retry-after')]).toEqual([status, code === 'missing'])
    expect(await errorOf(response)).toMatchObject({ code: said, message: expect.stringMatching(message) as string })
  })

  test.each([
    [
      'an op that blacklists nobody',
      pathOf('fine'),
      404,
      'no-evidence',
      /is accepted and blacklists no core.*of a ban/,
    ],
    ['an op that is not here', pathOf('nobody’s'), 404, 'not-found', /op is not known/],
    ['no op', `/api/repositories/${log}/ops/abc/evidence`, 400, 'invalid-id', /is not an op/],
    ['a repository that is not hosted', pathOf('spam').replace(log, 'y'.repeat(52)), 404, 'not-hosted', /not host/],
  ])('of %s there is none', async (_what, path, status, code, said) => {
    const before = asked.length
    const response = await fetchAs('10.0.0.6', path)
    expect(response.status).toBe(status)
    expect(await errorOf(response)).toMatchObject({ code, message: expect.stringMatching(said) as string })
    expect(asked).toHaveLength(before)
  })

  test('one repository has so many questions asked at a time, and what is answered makes room', async () => {
    const waiting = ['first', 'second'].map((name) => fetchAs('10.0.0.7', pathOf(name)))
    await until(() => askedFor('first').length > 0 && askedFor('second').length > 0, { what: 'both are asked' })
    const refused = await fetchAs('10.0.0.7', pathOf('third'))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
    expect(askedFor('third')).toEqual([])
    for (const name of ['first', 'second']) await answerLate(name)
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200])
    answering = (job) => bundle(job, 'room')
    expect((await fetchAs('10.0.0.7', pathOf('third'))).status).toBe(200)
  })

  test('one reader waits in so many places, and leaves them when they go', async () => {
    const gone = new AbortController()
    const wait = () =>
      fetch(`${running.origin}${pathOf('many')}`, {
        headers: { 'x-forwarded-for': '10.0.0.8' },
        signal: gone.signal,
      }).catch(() => undefined)
    const waiting = Array.from({ length: 5 }, wait)
    const turnedAway = await Promise.race(waiting)
    expect([turnedAway?.status, turnedAway?.headers.get('retry-after')]).toEqual([503, '30'])
    gone.abort()
    await Promise.all(waiting)
    await answerLate('many')
    await until(async () => (await fetchAs('10.0.0.8', pathOf('many'))).ok, { what: 'there is a place again' })
  })

  test('one reader asks so often in a minute, and reads everything else meanwhile', async () => {
    answering = (job) => bundle(job, 'here')
    const statuses = new Set<number>()
    for (let request = 0; request < 31; request += 1) {
      const response = await fetchAs('10.0.0.9', pathOf('busy'))
      statuses.add(response.status)
      await response.text()
    }
    expect([...statuses]).toEqual([200, 429])
    expect((await fetchAs('10.0.0.9', pathOf('busy').replace('/evidence', ''))).status).toBe(200)
  })

  test('the page of an op links its bundle, with the commands that fetch and check it', async () => {
    const file = `violation-${toZ32(id.op('spam')).slice(0, 8)}.json`
    expect(await page('spam')).toContain(`<a href="${pathOf('spam')}" download="${file}" rel="nofollow">`)
    expect(await page('spam')).toContain(
      `curl -fo ${file} https://mirror.example${pathOf('spam')}\nnpx hypergit evidence verify ${file}`,
    )
    expect(await page('after')).toContain(`curl -fo ${file} https://mirror.example${pathOf('after')}`)
    expect(await page('fork')).toContain('that the core signed two histories')
    expect(await page('fine')).not.toContain('evidence')
  })

  test('nothing went wrong unseen', () => expect(running.problems).toEqual([]))
})
