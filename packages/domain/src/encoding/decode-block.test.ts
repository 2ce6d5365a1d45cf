import { describe, expect, test } from '@jest/globals'
import b4a from 'b4a'
import type { Action } from '../action.js'
import { logOfFounder, noOp, opId, type CoreKey, type OpId } from '../ids.js'
import type { Decoded, ParentRef } from '../op.js'
import { blake2b256 } from '../testing/blake2b256.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { coreOf } from '../testing/core-names.js'
import { createBlockDecoder } from './decode-block.js'
import { encodeOp, encodeUnchecked } from './encode-op.js'
import type { Envelope } from './envelope-parts.js'
import type { LogKind } from './log-kind.js'

const founder = coreOf('founder')
const member = coreOf('member')
const log = logOfFounder(founder)
const identity = { log, kind: 'repository' } as const
const decoder = createBlockDecoder({ ...identity, blake2b256, ...trustingCrypto.proofs })

const some = (digit: string): OpId => opId(digit.repeat(64))
const cites = (digit: string, core: CoreKey = founder, seq = 0): ParentRef => ({ core, seq, id: some(digit) })
const create: Action = { type: 'repository.create', name: 'n', description: '', gitUrl: '', defaultBranch: 'main' }
const issue: Action = { type: 'thread.open', kind: 'issue', title: 'crash', body: '' }

const envelope = (changes: Partial<Envelope>): Envelope => ({
  log,
  prev: some('a'),
  parents: [],
  at: 5,
  action: { type: 'ack' },
  ...changes,
})
const block = (core: CoreKey, seq: number, changes: Partial<Envelope>) => ({
  core,
  seq,
  bytes: encodeUnchecked(envelope(changes)),
})
const detailOf = (decoded: Decoded): string => (decoded.kind === 'malformed' ? decoded.detail : decoded.kind)

describe('what the place of a block makes malformed', () => {
  const entry = { prev: noOp, action: { type: 'join' } } as const
  test.each<[string, CoreKey, number, Partial<Envelope>, RegExp]>([
    ['another log', member, 1, { log: logOfFounder(member) }, /another log/],
    ['no prev above seq 0', member, 1, { prev: noOp }, /prev is missing/],
    ['a prev at seq 0', member, 0, { ...entry, prev: some('a'), parents: [cites('1')] }, /prev is given/],
    ['no parents at seq 0', member, 0, entry, /no parents/],
    [
      'parents of the founding op',
      founder,
      0,
      { prev: noOp, action: create, parents: [cites('1', member)] },
      /founding/,
    ],
    ['a parent of its own core', member, 1, { parents: [cites('1', member)] }, /own core/],
    ['a parent given twice', member, 1, { parents: [cites('1'), cites('1')] }, /twice/],
    ['a second founding op', founder, 1, { action: create }, /only at seq 0/],
    ['a founding op of a member', member, 0, { prev: noOp, action: create }, /does not make a member/],
    ['something else at seq 0', member, 0, { prev: noOp, action: issue }, /does not make a member/],
    ['an action of user logs', member, 1, { action: { type: 'profile.set' } }, /repository log has no action/],
    ['65 parents', member, 1, { parents: Array.from({ length: 65 }, (_, i) => cites('1', founder, i)) }, /65 parents/],
    ['a pull without a source', member, 1, { action: { ...issue, kind: 'pull' } }, /source is missing/],
    ['an issue with a target', member, 1, { action: { ...issue, targetRef: 'main' } }, /only a pull/],
    ['a policy for nobody', member, 1, { action: { type: 'git.policy', capabilities: [] } }, /exactly one/],
  ])('%s', (_, core, seq, changes, detail) => {
    const input = block(core, seq, changes)
    const decoded = decoder.block(input)
    expect(detailOf(decoded)).toMatch(detail)
    expect(decoder.block(input)).toEqual(decoded)
    expect(encodeOp(envelope(changes), { core, seq }, identity)).toMatchObject({ ok: false })
  })

  test.each<[string, CoreKey, number, Partial<Envelope>]>([
    ['two branches of a fork as parents', member, 1, { parents: [cites('1'), cites('2')] }],
    ['a join above seq 0', member, 1, { action: { type: 'join' } }],
    [
      'an action with an origin',
      member,
      1,
      { action: { ...issue, origin: { source: 's', author: 'a', at: 0, number: 1 } } },
    ],
  ])('but not %s', (_, core, seq, changes) => {
    expect(decoder.block(block(core, seq, changes)).kind).toBe('op')
  })

  test('a user log has its own actions, and no imports', () => {
    const user = createBlockDecoder({ log, kind: 'user', blake2b256, ...trustingCrypto.proofs })
    const profile: Action = { type: 'profile.set', bio: '' }
    expect(user.block(block(founder, 1, { action: profile })).kind).toBe('op')
    expect(detailOf(user.block(block(founder, 1, { action: issue })))).toMatch(/user log has no action/)
    const imported = { ...profile, origin: { source: 's', author: 'a', at: 0 } }
    expect(detailOf(user.block(block(founder, 1, { action: imported })))).toMatch(/no imports/)
  })
})

describe('membership is what seq 0 says', () => {
  test.each<[LogKind, Action]>([
    ['repository', create],
    ['user', { type: 'user.create', name: 'u' }],
  ])('the founding op makes the founder a member of a %s log', (kind, action) => {
    const first = createBlockDecoder({ log, kind, blake2b256, ...trustingCrypto.proofs }).first(
      block(founder, 0, { prev: noOp, action }),
    )
    expect(first).toMatchObject({ kind: 'member', decoded: { kind: 'op', op: { core: founder, seq: 0, action } } })
  })

  test('a join that cites the log makes a member', () => {
    const first = decoder.first(block(member, 0, { prev: noOp, parents: [cites('1')], action: { type: 'join' } }))
    expect(first).toMatchObject({ kind: 'member', decoded: { kind: 'op' } })
  })

  test('a join for this log that breaks a rule is a member in violation', () => {
    const first = decoder.first(block(member, 0, { prev: noOp, action: { type: 'join' } }))
    expect(first).toMatchObject({ kind: 'member', decoded: { kind: 'malformed' } })
  })

  test.each([
    ['a join of another log', block(member, 0, { log: logOfFounder(member), prev: noOp, action: { type: 'join' } })],
    ['a create by someone else', block(member, 0, { prev: noOp, action: create })],
    ['a join by the founder', block(founder, 0, { prev: noOp, action: { type: 'join' } })],
    ['a comment', block(member, 0, { action: issue, parents: [cites('1')] })],
    ['no bytes', { core: member, seq: 0, bytes: new Uint8Array() }],
    ['other bytes', { core: member, seq: 0, bytes: b4a.from('\u0001another protocol') }],
  ])('%s makes no member', (_, input) => {
    expect(decoder.first(input)).toMatchObject({ kind: 'stranger' })
  })

  test('a higher version leaves it open', () => {
    expect(decoder.first({ core: member, seq: 0, bytes: b4a.from([2, 0]) })).toEqual({ kind: 'future', version: 2 })
  })
})
