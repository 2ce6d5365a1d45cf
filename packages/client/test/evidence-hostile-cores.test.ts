import { cp, mkdir } from 'node:fs/promises'
import { coreKey, type CoreKey, type LogId, type OpId } from '@hypergit/domain'
import { type Log, openLogStorage } from '@hypergit/log'
import { startDht, until } from '@hypergit/testing'
import { checkEvidence } from '../src/evidence/check-evidence.js'
import { type EvidenceClaim, gatherEvidence } from '../src/evidence/gather-evidence.js'
import { blockRules } from '../src/rules/block-rules.js'
import { openHostilePeer } from '../src/testing/append-unchecked.js'
import { evidenceOf, parsed, problemOf } from './evidence-files.js'
import { converged, Homes, ok, serve, write } from './homes.js'

describe('Evidence against a hostile core', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  const inStorage = async <Result>(home: string, id: LogId, work: (log: Log) => Promise<Result>): Promise<Result> => {
    const storage = await openLogStorage({ dir: homes.path(home), rules: blockRules(() => 'repository') })
    try {
      return await work(await storage.openLog(id))
    } finally {
      await storage.close()
    }
  }

  const proofFrom = async (home: string, id: LogId, core: CoreKey, length: number): Promise<Uint8Array> => {
    const proof = await inStorage(home, id, (log) => log.prove(core, length))
    if (proof === undefined) throw new Error(`nothing proves ${length} blocks in ${home}`)
    return proof
  }

  it('of a block that nobody can decode holds as well', async () => {
    const alice = await homes.open('alice')
    const { id, core } = await ok(alice.createRepository({ name: 'demo', offline: true }))
    await homes.close(alice)
    await inStorage('alice', id, (log) => log.append(core, [Buffer.from('\u0001no op at all')]))
    const again = await homes.open('alice')
    const [status] = (await ok(again.status({ repo: 'demo' }))).repositories
    const violation = status?.blacklist[0]
    expect(violation).toMatchObject({ core, reason: 'malformed' })
    const { text } = await evidenceOf(again, violation!.op)
    expect(await checkEvidence(parsed(text))).toMatchObject({
      holds: true,
      proven: { decision: { outcome: 'violation', reason: 'malformed' }, blocks: 2 },
    })
  })

  it('of a fork is the proof that an op of the log carries, with what the core signed up to its op', async () => {
    const alice = await homes.open('alice')
    const { link, id } = await ok(alice.createRepository({ name: 'demo' }))
    const thread = await write(alice, 'demo', { type: 'thread.open', kind: 'issue', title: 'crash', body: '' })
    await serve(alice)
    const bob = await homes.open('bob')
    const { core } = await ok(bob.cloneRepository({ link }))
    await write(bob, 'demo', { type: 'ack' })
    await converged('demo', alice, bob)
    await homes.close(bob)
    // The copy lacks the file by which Hypercore tells one, and its writer never hears of the original.
    await mkdir(`${homes.path('copy')}/cores`, { recursive: true })
    await cp(`${homes.path('bob')}/cores/db`, `${homes.path('copy')}/cores/db`, { recursive: true })
    await cp(`${homes.path('bob')}/heads`, `${homes.path('copy')}/heads`, { recursive: true })
    const elsewhere = await startDht()
    const branch = async (home: string, bootstrap: string, body: string): Promise<OpId> => {
      const hostile = await openHostilePeer({ home: homes.path(home), bootstrap, limits: { publishWaitMs: 500 } })
      const op = await hostile.append({ repo: id, action: { type: 'comment', thread: thread.op, body }, citing: 'all' })
      await hostile.close()
      return op
    }
    const other = await branch('copy', elsewhere.address, 'yes')
    await elsewhere.stop()
    const op = await branch('bob', homes.bootstrap, 'no')
    await until(async () => (await alice.op({ repo: 'demo', op })).ok, { what: 'alice has one branch' })
    const { seq } = await ok(alice.op({ repo: 'demo', op }))
    await expect(evidenceOf(alice, op)).rejects.toThrow('nothing-to-prove')

    const [proofA, proofB] = [await proofFrom('bob', id, core, seq + 1), await proofFrom('copy', id, core, seq + 1)]
    await write(alice, 'demo', { type: 'evidence.equivocation', core, seq, proofA, proofB })
    const { text, summary } = await evidenceOf(alice, op)
    expect(summary).toMatchObject({ kind: 'equivocation', core, op, outcome: 'ignored', reason: 'equivocation' })
    const bundle = parsed(text)
    expect(await checkEvidence(bundle)).toMatchObject({ holds: true, proven: { cores: 1, blocks: seq + 1 } })
    const fork = bundle.fork!
    expect(await problemOf({ ...bundle, fork: { ...fork, proofB: proofA } })).toMatch(/do not show that core/)
    expect(await problemOf({ ...bundle, fork: { ...fork, seq: seq + 1 } })).toMatch(/do not show that core/)
    expect(await problemOf({ ...bundle, core: coreKey(id) })).toMatch(/not one of core/)
    expect(await problemOf({ ...bundle, reason: 'blacklisted' })).toMatch(/claims "ignored: blacklisted"/)

    const claim = {
      kind: 'violation',
      core,
      outcome: 'violation',
      decidedBy: [],
      op: { core, seq, id: other },
    } as const
    const gathered = (from: string, claimed: EvidenceClaim) =>
      inStorage(from, id, (log) => gatherEvidence(log, claimed))
    expect(await gathered('bob', claim)).toMatchObject({
      failure: { code: 'unprovable', message: expect.stringContaining('a branch of core') },
    })
    const later = { ...claim, op: { core, seq: seq + 9, id: other } }
    expect(await gathered('bob', later)).toMatchObject({
      failure: { code: 'missing', message: expect.stringContaining('is not here as far as its past reaches') },
    })
    const forked = { ...claim, kind: 'equivocation', op: { core, seq, id: op } } as const
    expect(await gathered('bob', forked)).toMatchObject({
      failure: { code: 'missing', message: expect.stringContaining('no peer has shown the proof') },
    })
  }, 60_000)
})
