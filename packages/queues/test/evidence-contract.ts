import { until } from '@hypergit/testing'
import { bundlePartLengthMax, type BundlesJob, type Draft, type EvidenceJob } from '../src/index.js'
import {
  dashboardHandlers,
  logIn,
  replicatorHandlers,
  someCore,
  someOp,
  startWorld,
  type BackendKind,
  type World,
} from './world.js'

const asked = (more: Partial<EvidenceJob> = {}): Draft<EvidenceJob> => ({
  log: logIn(7),
  kind: 'violation',
  core: someCore,
  op: { core: someCore, seq: 4, id: someOp },
  outcome: 'violation',
  reason: 'muted',
  decidedBy: [someOp],
  ...more,
})

const digest = 'd'.repeat(64)
const answer = { log: logIn(7), kind: 'violation', op: someOp } as const
const problem = { code: 'missing', message: 'its past is not here' } as const
const part = (number: number, parts: number, text: string): Draft<BundlesJob> => ({
  ...answer,
  part: { digest, part: number, parts, text },
})

/** What every back end owes those who ask for evidence and those who answer. */
export const evidenceContract = (kind: BackendKind): void => {
  let world: World

  beforeAll(async () => {
    world = await startWorld(kind)
  })
  beforeEach(() => world.fresh())
  afterEach(() => world.end())
  afterAll(() => world.stop())

  test('what is asked for again while it waits reaches the replicator once; another op of the log, and another kind, by itself', async () => {
    const dashboard = await world.queues('dashboard')
    const replicator = await world.queues('replicator')
    const evidence = dashboard.producer('evidence')
    const other = { core: someCore, seq: 5, id: 'e'.repeat(64) as never }
    const drafts = [asked(), asked(), asked({ op: other }), asked({ kind: 'equivocation' }), asked()]
    for (const draft of drafts) await evidence.send(draft)
    const seen: unknown[] = []
    await replicator.work(replicatorHandlers({ evidence: async (job) => void seen.push(job) }))
    await until(() => seen.length === 3, { what: 'everything that was asked for is there' })
    expect(seen).toEqual(
      [asked(), asked({ op: other }), asked({ kind: 'equivocation' })].map((job) => ({ v: 1, ...job })),
    )
  })

  test('parts of a bundle arrive as they were sent, the longest too, and so does why there is none', async () => {
    const replicator = await world.queues('replicator')
    const dashboard = await world.queues('dashboard')
    const seen: BundlesJob[] = []
    await dashboard.work(dashboardHandlers({ bundles: async (job) => void seen.push(job) }))
    // Of what a bundle's text has, that of blocks without bytes grows most on its way.
    const longest = ',\n""'.repeat(bundlePartLengthMax / 4)
    const sent = [part(0, 2, longest), part(1, 2, 'the end'), { ...answer, problem }]
    for (const draft of sent) await replicator.producer('bundles').send(draft)
    await until(() => seen.length === sent.length, { what: 'all answers are there' })
    expect(new Set(seen)).toEqual(new Set(sent.map((draft) => ({ v: 1, ...draft }))))
  })

  test.each<[string, Draft<BundlesJob>, string]>([
    ['no answer', answer, 'either a part'],
    ['two answers', { ...part(0, 1, 'x'), problem }, 'either a part'],
    ['a part beyond the last one', part(2, 2, 'x'), 'beyond the last'],
    ['more parts than a bundle has', part(0, 65, 'x'), 'parts'],
    ['too long a part', part(0, 1, 'x'.repeat(bundlePartLengthMax + 1)), 'text'],
    ['no text', part(0, 1, ''), 'text'],
    ['too long a problem', { ...answer, problem: { ...problem, message: 'x'.repeat(2_001) } }, 'message'],
    ['no digest', { ...answer, part: { digest: 'x', part: 0, parts: 1, text: 'x' } }, 'digest'],
  ])('%s is refused when sent', async (_what, draft, said) => {
    const replicator = await world.queues('replicator')
    await expect(replicator.producer('bundles').send(draft)).rejects.toMatchObject({
      code: 'invalid-job',
      message: expect.stringContaining(said) as string,
    })
  })
}
