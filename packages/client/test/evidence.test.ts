import { type CoreKey, coreKey, type LogId, logId, type OpId, opId } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import { assert, asyncProperty, constantFrom, nat, property, string, uint8Array } from 'fast-check'
import type { Peer } from '../src/api/peer.js'
import { bundleText, type EvidenceBundle, type EvidenceCore } from '../src/evidence/bundle.js'
import { checkEvidence } from '../src/evidence/check-evidence.js'
import { parseEvidence } from '../src/evidence/parse-bundle.js'
import { openHostilePeer } from '../src/testing/append-unchecked.js'
import { evidenceOf, parsed, problemOf } from './evidence-files.js'
import { converged, Homes, ok, serve, write } from './homes.js'

const withCore = (bundle: EvidenceBundle, core: string, change: (given: EvidenceCore) => Partial<EvidenceCore>) => ({
  ...bundle,
  cores: bundle.cores.map((one) => (one.core === core ? { ...one, ...change(one) } : one)),
})

const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] ?? 0) ^ 1)

const check = async (given: string): Promise<void> => {
  const result = parseEvidence(given)
  if (result.ok) await checkEvidence(result.bundle)
  else expect(result.problem).not.toBe('')
}

describe('Evidence', () => {
  let homes: Homes
  let alice: Peer
  let link: string
  const ids = {} as { log: LogId; alice: CoreKey; bob: CoreKey; carol: CoreKey }
  const ops = {} as { thread: OpId; ban: OpId; mute: OpId; hello: OpId; spam: OpId; more: OpId }
  let ofSpam: EvidenceBundle
  let ofBan: EvidenceBundle

  /** alice bans carol's core and mutes bob, who has seen it and comments all the same, twice. */
  beforeAll(async () => {
    homes = await Homes.start()
    alice = await homes.open('alice')
    const { id, core, ...created } = await ok(alice.createRepository({ name: 'demo' }))
    link = created.link
    ids.log = id
    ids.alice = core
    ops.thread = (await write(alice, 'demo', { type: 'thread.open', kind: 'issue', title: 'crash', body: '' })).op
    await serve(alice)
    const carol = await homes.open('carol')
    ids.carol = (await ok(carol.cloneRepository({ link }))).core
    const bob = await homes.open('bob')
    ids.bob = (await ok(bob.cloneRepository({ link }))).core
    await write(carol, 'demo', { type: 'ack' })
    await converged('demo', alice, carol)
    ops.ban = (await write(alice, 'demo', { type: 'core.ban', core: ids.carol, reason: 'noise' })).op
    ops.hello = (await write(bob, 'demo', { type: 'comment', thread: ops.thread, body: 'hello' })).op
    await converged('demo', alice, bob)
    ops.mute = (await write(alice, 'demo', { type: 'mute', target: ids.bob })).op
    await converged('demo', alice, bob)
    await homes.close(bob)
    const hostile = await openHostilePeer({ home: homes.path('bob'), bootstrap: homes.bootstrap })
    const comment = { repo: id, action: { type: 'comment', thread: ops.thread, body: 'spam' } } as const
    ops.spam = await hostile.append({ ...comment, citing: 'all' })
    await until(async () => (await alice.op({ repo: 'demo', op: ops.spam })).ok, { what: 'alice has the violation' })
    ops.more = await hostile.append({ ...comment, citing: 'nothing' })
    await hostile.close()
    ofSpam = parsed((await evidenceOf(alice, ops.spam)).text)
    ofBan = parsed((await evidenceOf(alice, ops.ban)).text)
  }, 60_000)
  afterAll(() => homes.stop())

  it('of a violation holds offline, with what the rules say of it', async () => {
    const { text, summary } = await evidenceOf(alice, ops.spam)
    expect(summary).toMatchObject({ kind: 'violation', log: ids.log, core: ids.bob, op: ops.spam, cores: 3 })
    const verdict = await checkEvidence(parsed(text))
    expect(verdict).toMatchObject({
      holds: true,
      proven: {
        cores: 3,
        decision: { outcome: 'violation', reason: 'muted', decidedBy: [ops.mute] },
        op: { id: ops.spam, author: { core: ids.bob }, action: { body: 'spam' } },
        decidedBy: [{ id: ops.mute, author: { core: ids.alice } }],
      },
    })
  })

  it('is the same from every home that has the past, and through the process that holds one', async () => {
    const expected = [...bundleText(ofSpam)].join('').length
    const dave = await homes.open('dave')
    await ok(dave.cloneRepository({ link }))
    await converged('demo', alice, dave)
    const guest = await homes.open('alice')
    expect(guest.mode).toBe('guest')
    for (const peer of [dave, guest]) {
      const { text } = await evidenceOf(peer, ops.spam)
      expect(Math.abs(text.length - expected)).toBeLessThan(2_000)
      expect(await checkEvidence(parsed(text))).toMatchObject({ holds: true })
    }
    await homes.close(guest)
  })

  it('of a ban shows that it was made rightly', async () => {
    expect(await checkEvidence(ofBan)).toMatchObject({
      holds: true,
      proven: { decision: { outcome: 'accepted' }, op: { id: ops.ban, action: { type: 'core.ban', core: ids.carol } } },
    })
  })

  it('of an op that is ignored is that of what it is ignored for', async () => {
    const hostile = await openHostilePeer({ home: homes.path('bob'), bootstrap: homes.bootstrap })
    await hostile.close()
    const bob = await homes.open('bob')
    expect((await evidenceOf(bob, ops.more)).summary).toMatchObject({ kind: 'violation', op: ops.spam, core: ids.bob })
    await homes.close(bob)
  })

  it.each([
    ['an accepted op', () => ops.hello],
    ['the mute', () => ops.mute],
  ])('of %s does not exist', async (_what, op) => {
    const events = []
    for await (const event of alice.evidence({ repo: 'demo', op: op() })) events.push(event)
    expect(events).toMatchObject([{ kind: 'failed', failure: { code: 'nothing-to-prove' } }])
  })

  it('of what is not here is refused like any word that means nothing', async () => {
    const events = []
    for await (const event of alice.evidence({ repo: 'demo', op: 'y'.repeat(52) })) events.push(event)
    expect(events).toMatchObject([{ kind: 'failed', failure: { code: 'unknown' } }])
  })

  const tampered: [string, () => EvidenceBundle, RegExp][] = [
    [
      'a changed block',
      () => withCore(ofSpam, ids.alice, ({ blocks }) => ({ blocks: blocks.with(1, flipped(blocks[1]!, 40)) })),
      /signature of core .* does not hold/,
    ],
    [
      'a changed signature',
      () => withCore(ofSpam, ids.bob, ({ proof }) => ({ proof: flipped(proof, proof.byteLength >> 1) })),
      /signature of core .* does not hold/,
    ],
    [
      'a block left out',
      () => withCore(ofSpam, ids.alice, ({ blocks }) => ({ blocks: blocks.slice(0, -1) })),
      /signature of core .* does not hold/,
    ],
    [
      'the deciding op left out, under a signature of what was there before it',
      () => withCore(ofSpam, ids.alice, () => ofBan.cores.find(({ core }) => core === ids.alice)!),
      /the past is not whole: op .* cites op/,
    ],
    [
      'a core left out',
      () => ({ ...ofSpam, cores: ofSpam.cores.filter(({ core }) => core !== ids.carol) }),
      /the past is not whole: op .* cites op/,
    ],
    ['a core twice', () => ({ ...ofSpam, cores: [...ofSpam.cores, ...ofSpam.cores.slice(0, 1)] }), /is in it twice/],
    [
      'another core’s key',
      () => withCore(ofSpam, ids.bob, () => ({ core: coreKey('ab'.repeat(32)) })),
      /signature of core .* does not hold/,
    ],
    ['another log', () => ({ ...ofSpam, log: logId('ab'.repeat(32)) }), /no member of the log/],
    ['another op', () => ({ ...ofSpam, op: opId('ab'.repeat(32)) }), /is not the last of any core/],
    ['an op that decides nothing', () => ({ ...ofSpam, op: ops.mute }), /of its blocks are not in the past/],
    ['another blacklisted core', () => ({ ...ofSpam, core: ids.alice }), /its op is not one of core/],
    ['another reason', () => ({ ...ofSpam, reason: 'locked' }), /claims "violation: locked".*"violation: muted"/],
    ['another outcome', () => ({ ...ofSpam, outcome: 'hidden' }), /claims "hidden: muted".*"violation: muted"/],
    ['other deciding ops', () => ({ ...ofSpam, decidedBy: [ops.ban] }), /names other deciding ops/],
    ['no deciding ops', () => ({ ...ofSpam, decidedBy: [] }), /names other deciding ops/],
    ['another kind', () => ({ ...ofSpam, kind: 'ban' }), /bans no core/],
    ['a ban of another core', () => ({ ...ofBan, core: ids.bob }), /bans no core/],
    ['a ban for a violation', () => ({ ...ofBan, kind: 'violation' }), /its op is not one of core/],
  ]
  it.each(tampered)('with %s is refused, with what is wrong', async (_what, change, said) => {
    expect(await problemOf(change())).toMatch(said)
  })

  it('cut off anywhere is no bundle', () => {
    const text = [...bundleText(ofSpam)].join('')
    assert(
      property(nat(text.length - 3), (length) => {
        expect(parseEvidence(text.slice(0, length))).toEqual({
          ok: false,
          problem: expect.stringMatching(/^it is no /),
        })
      }),
    )
  })

  it.each([
    ['[]', /no JSON object/],
    ['null', /no JSON object/],
    ['{}', /^format: /],
    ['{"format":"hypergit-evidence","version":2}', /of version 2, this program reads 1/],
  ])('is not %s', (text, said) => {
    expect(parseEvidence(text)).toEqual({ ok: false, problem: expect.stringMatching(said) })
  })

  it('names the field that is wrong', () => {
    const value = JSON.parse([...bundleText(ofSpam)].join('')) as Record<string, unknown>
    const problem = (change: object) => parseEvidence(JSON.stringify({ ...value, ...change }))
    expect(problem({ core: 'x' })).toMatchObject({ problem: expect.stringMatching(/^core: "x" is no id/) })
    expect(problem({ reason: 'because' })).toMatchObject({ problem: expect.stringMatching(/^reason: /) })
    expect(problem({ cores: [] })).toMatchObject({ problem: expect.stringMatching(/^cores: /) })
    expect(problem({ more: 1 })).toMatchObject({ ok: false })
    expect(problem({ fork: { seq: 0, proofA: '', proofB: '' } })).toMatchObject({ ok: false })
    expect(problem({ decidedBy: Array.from({ length: 2_000 }, () => 1) })).toMatchObject({
      problem: 'decidedBy: has more than 1024 ops',
    })
    const spaced = { cores: [{ core: value['core'], proof: 'AA ==', blocks: ['AA=='] }] }
    expect(problem(spaced)).toMatchObject({ problem: expect.stringMatching(/^cores\.0\.proof: is no base64/) })
  })

  it('never throws, whatever a file holds', async () => {
    const text = [...bundleText(ofSpam)].join('')
    await assert(asyncProperty(string(), check))
    await assert(asyncProperty(uint8Array(), (bytes) => check(Buffer.from(bytes).toString('latin1'))))
    const character = constantFrom('a', 'A', '0', '"', '[', ']', '{', '}', ',', ':', '=')
    await assert(
      asyncProperty(nat(text.length - 1), character, async (at, other) => {
        const given = text.slice(0, at) + other + text.slice(at + 1)
        const result = parseEvidence(given)
        if (!result.ok || given === text) return
        const verdict = await checkEvidence(result.bundle)
        // One byte of what Hypercore wraps a signature in says nothing, and is not looked at.
        if (verdict.holds) expect({ ...result.bundle, cores: [] }).toEqual({ ...ofSpam, cores: [] })
      }),
      { numRuns: 300 },
    )
    const someCore = nat(ofSpam.cores.length - 1)
    await assert(
      asyncProperty(someCore, nat(), uint8Array({ maxLength: 300 }), async (place, seq, bytes) => {
        const one = ofSpam.cores[place]!
        const blocks = one.blocks.with(seq % one.blocks.length, bytes)
        expect(await checkEvidence({ ...ofSpam, cores: ofSpam.cores.with(place, { ...one, blocks }) })).toMatchObject({
          holds: false,
        })
      }),
    )
  })
})
