import { join } from 'node:path'
import { blockRules, checkEvidence, openPeer, parseEvidence } from '@hypergit/client'
import { coreKey, logId, type CoreKey, type LogId, type OpId } from '@hypergit/domain'
import { openLogStorage, type Log, type LogStorage } from '@hypergit/log'
import type { BundlesJob, Draft, EvidenceJob } from '@hypergit/queues'
import { tempDir, until, type TempDir } from '@hypergit/testing'
import { defaultReplicatorSettings } from '../settings.js'
import { EvidenceDesk, type EvidenceDeskOptions } from './evidence-desk.js'

const rules = blockRules(() => 'repository')
/** More than a job holds as text. */
const malformed = Buffer.alloc(900_000, 1)

describe('The desk for evidence', () => {
  let folder: TempDir
  let storage: LogStorage
  let log: Log
  let founder: CoreKey
  let violation: EvidenceJob
  const sent: Draft<BundlesJob>[] = []
  const errors: unknown[] = []

  /** A repository whose founder has written what nobody can decode. */
  beforeAll(async () => {
    folder = await tempDir()
    const home = join(folder.path, 'home')
    const peer = await openPeer({ home, bootstrap: '127.0.0.1:9' })
    const created = await peer.createRepository({ name: 'demo', offline: true })
    if (!created.ok) throw new Error(created.failure.message)
    await peer.close()
    storage = await openLogStorage({ dir: home, rules })
    log = await storage.openLog(logId(created.value.id))
    founder = created.value.core
    const { from } = await log.append(founder, [malformed])
    const { id } = rules.facts(log.id, { core: founder, seq: from, bytes: malformed })
    violation = asked({ core: founder, seq: from, id })
  })
  beforeEach(() => {
    sent.length = 0
    errors.length = 0
  })
  afterAll(async () => {
    await storage.close()
    await folder.remove()
  })

  const asked = (op: EvidenceJob['op'], more: Partial<EvidenceJob> = {}): EvidenceJob => ({
    v: 1,
    log: log.id,
    kind: 'violation',
    core: op.core,
    op,
    outcome: 'violation',
    reason: 'malformed',
    decidedBy: [],
    ...more,
  })

  const open = (more: Partial<EvidenceDeskOptions> = {}): EvidenceDesk =>
    new EvidenceDesk({
      find: (id) => (id === log.id ? log : undefined),
      send: async (job) => void sent.push(job),
      bounds: defaultReplicatorSettings.evidenceBounds,
      waitingMax: 4,
      onError: (error) => void errors.push(error),
      ...more,
    })

  const otherOp = (digit: string): EvidenceJob => asked({ core: founder, seq: 1, id: digit.repeat(64) as OpId })

  it('sends a bundle in parts that make a file which holds', async () => {
    const desk = open()
    desk.ask(violation)
    await until(() => sent.length === 2, { what: 'both parts are sent' })
    await desk.close()
    expect(sent.map(({ part }) => [part?.part, part?.parts])).toEqual([
      [0, 2],
      [1, 2],
    ])
    expect(new Set(sent.map(({ part }) => part?.digest)).size).toBe(1)
    const parsed = parseEvidence(sent.map(({ part }) => part?.text).join(''))
    if (!parsed.ok) throw new Error(parsed.problem)
    expect(await checkEvidence(parsed.bundle)).toMatchObject({
      holds: true,
      proven: { bundle: { op: violation.op.id, core: founder }, decision: { reason: 'malformed' } },
    })
  })

  it('answers once what is asked for twice, and again what is asked for later', async () => {
    const desk = open()
    desk.ask(violation)
    desk.ask(violation)
    await until(() => sent.length === 2, { what: 'it is answered' })
    desk.ask(otherOp('a'))
    await until(() => sent.length === 3, { what: 'what was asked for last is answered' })
    desk.ask(violation)
    await until(() => sent.length === 5, { what: 'it is answered again' })
    await desk.close()
  })

  it.each<[string, () => EvidenceJob, Partial<EvidenceDeskOptions>, string, string]>([
    [
      'what the cores do not hold',
      () => asked({ core: coreKey('ab'.repeat(32)), seq: 3, id: violation.op.id }),
      {},
      'missing',
      'is not here',
    ],
    ['another branch', () => otherOp('a'), {}, 'unprovable', 'a branch of core'],
    [
      'what the rules do not come to',
      () => asked(violation.op, { reason: 'muted' }),
      {},
      'unprovable',
      'claims "violation: muted"',
    ],
    [
      'a fork that nobody has proven',
      () => asked(violation.op, { kind: 'equivocation' }),
      {},
      'missing',
      'no peer has shown the proof',
    ],
    [
      'too long a past',
      () => violation,
      { bounds: { coresMax: 1, blocksMax: 1, blocksBytesMax: 2_000_000 } },
      'unprovable',
      'more than 1 ops',
    ],
    [
      'too large a past',
      () => violation,
      { bounds: { coresMax: 1, blocksMax: 9, blocksBytesMax: 800_000 } },
      'unprovable',
      'more than 800000 bytes',
    ],
  ])('says why there is nothing for %s', async (_what, job, options, code, said) => {
    const desk = open(options)
    desk.ask(job())
    await until(() => sent.length === 1, { what: 'it is answered' })
    await desk.close()
    const { kind, op } = job()
    expect(sent).toEqual([{ log: log.id, kind, op: op.id, problem: { code, message: expect.stringContaining(said) } }])
  })

  it('leaves what is hosted elsewhere to others', async () => {
    const desk = open()
    desk.ask({ ...violation, log: 'ab'.repeat(32) as LogId })
    desk.ask(otherOp('a'))
    await until(() => sent.length === 1, { what: 'what came after is answered' })
    await desk.close()
    expect(sent[0]?.op).toBe('a'.repeat(64))
  })

  it('holds a bounded number of requests, and lets no log wait behind another one’s many', async () => {
    const other = 'cd'.repeat(32) as LogId
    const served: LogId[] = []
    const desk = open({ find: (id) => (served.push(id), undefined) })
    for (const digit of ['a', 'b', 'c']) desk.ask(otherOp(digit))
    desk.ask({ ...otherOp('d'), log: other })
    desk.ask(otherOp('e'))
    desk.ask(otherOp('f'))
    await until(() => served.length >= 4, { what: 'what waited is looked at' })
    await desk.close()
    expect(served).toEqual([log.id, other, log.id, log.id])
  })

  it('goes on after an answer could not be sent', async () => {
    let fails = true
    const desk = open({
      send: async (job) => {
        if (fails) throw new Error('the queues are away')
        sent.push(job)
      },
    })
    desk.ask(violation)
    await until(() => errors.length === 1, { what: 'the failure is told' })
    fails = false
    desk.ask(violation)
    await until(() => sent.length === 2, { what: 'it is answered' })
    await desk.close()
  })

  it('that is closed reads nothing more, and answers nobody', async () => {
    const desk = open()
    desk.ask(violation)
    desk.ask(otherOp('a'))
    await desk.close()
    desk.ask(otherOp('b'))
    await desk.close()
    expect([sent, errors]).toEqual([[], []])
  })
})
