import { describe, expect, test } from '@jest/globals'
import type { Action } from '../action.js'
import { logOfFounder, opId } from '../ids.js'
import { blake2b256 } from '../testing/blake2b256.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { coreOf } from '../testing/core-names.js'
import { actionProblem } from './action-problem.js'
import { createBlockDecoder } from './decode-block.js'
import { encodeOp, encodeUnchecked } from './encode-op.js'
import { limits } from './limits.js'

const thread = opId('1'.repeat(64))
const target = coreOf('target')
const core = coreOf('member')
const log = logOfFounder(coreOf('founder'))
const at = { core, seq: 1 }
const identity = { log, kind: 'repository' } as const
const decoder = createBlockDecoder({ ...identity, blake2b256, ...trustingCrypto.proofs })

const xs = (bytes: number): string => 'x'.repeat(bytes)
const labels = (count: number, bytes = 1): string[] => Array.from({ length: count }, () => xs(bytes))
const issue = { type: 'thread.open', kind: 'issue', title: 't', body: '' } as const
const review = { type: 'pull.review', thread, commit: '', verdict: 'comment', body: '', lines: [] } as const
const label = { type: 'thread.label', thread, add: [], remove: [] } as const
const repository = { type: 'repository.set' } as const
const evidence = {
  type: 'evidence.equivocation',
  core: target,
  seq: 0,
  proofA: new Uint8Array(),
  proofB: new Uint8Array(),
} as const
const importedAs = (changes: object): Action => ({ ...issue, origin: { source: 's', author: '', at: 0, ...changes } })

/** Bound → an action that holds so much of it. */
const bounds: readonly [string, number, (amount: number) => Action][] = [
  ['nameBytesMax', limits.nameBytesMax, (n) => ({ ...repository, name: xs(n) })],
  ['descriptionBytesMax', limits.descriptionBytesMax, (n) => ({ ...repository, description: xs(n) })],
  ['titleBytesMax', limits.titleBytesMax, (n) => ({ ...issue, title: xs(n) })],
  ['bodyBytesMax', limits.bodyBytesMax, (n) => ({ ...issue, body: xs(n) })],
  ['reasonBytesMax', limits.reasonBytesMax, (n) => ({ type: 'thread.close', thread, reason: xs(n) })],
  ['urlBytesMax', limits.urlBytesMax, (n) => ({ ...repository, gitUrl: xs(n) })],
  ['refBytesMax', limits.refBytesMax, (n) => ({ ...repository, defaultBranch: xs(n) })],
  ['commitBytesMax', limits.commitBytesMax, (n) => ({ type: 'pull.revise', thread, commit: xs(n) })],
  ['emojiBytesMax', limits.emojiBytesMax, (n) => ({ type: 'react', target: thread, emoji: xs(n) })],
  ['labelBytesMax', limits.labelBytesMax, (n) => ({ ...label, add: labels(1, n) })],
  ['labelsMax', limits.labelsMax, (n) => ({ ...label, remove: labels(n) })],
  [
    'capabilitiesMax',
    limits.capabilitiesMax,
    (n) => ({ type: 'git.policy', target, capabilities: Array.from({ length: n }, () => 'merge') }),
  ],
  ['linesMax', limits.linesMax, (n) => ({ ...review, lines: labels(n).map((body) => ({ body })) })],
  ['hunkBytesMax', limits.hunkBytesMax, (n) => ({ ...review, lines: [{ hunk: xs(n), body: '' }] })],
  ['pathBytesMax', limits.pathBytesMax, (n) => ({ ...review, lines: [{ path: xs(n), body: '' }] })],
  ['lineNumberMax', limits.lineNumberMax, (n) => ({ ...review, lines: [{ line: n, position: n, body: '' }] })],
  ['originSourceBytesMax', limits.originSourceBytesMax, (n) => importedAs({ source: xs(n) })],
  ['originAuthorBytesMax', limits.originAuthorBytesMax, (n) => importedAs({ author: xs(n) })],
  ['originNumberMax', limits.originNumberMax, (n) => importedAs({ number: n })],
  [
    'identityProofBytesMax',
    limits.identityProofBytesMax,
    (n) => ({ type: 'identity.claim', user: log, proof: new Uint8Array(n) }),
  ],
  ['equivocationProofBytesMax', limits.equivocationProofBytesMax, (n) => ({ ...evidence, proofA: new Uint8Array(n) })],
]

describe.each(bounds)('%s', (_, max, holding) => {
  const envelope = (amount: number) => ({ log, prev: thread, parents: [], at: 1, action: holding(amount) })

  test('is allowed, for author and reader', () => {
    const encoded = encodeOp(envelope(max), at, identity)
    if (!encoded.ok) throw new Error(encoded.problem)
    expect(decoder.block({ ...at, bytes: encoded.bytes }).kind).toBe('op')
  })

  test('is not exceeded: refused to the author, malformed to the reader, in the same words', () => {
    const problem = actionProblem(holding(max + 1))
    expect(problem).toMatch(new RegExp(`${max}( |$)`))
    expect(encodeOp(envelope(max + 1), at, identity)).toEqual({ ok: false, problem })
    const bytes = encodeUnchecked(envelope(max + 1))
    expect(decoder.block({ ...at, bytes })).toMatchObject({ kind: 'malformed', detail: problem })
  })
})

describe('what else an action cannot hold', () => {
  const lone = '\ud800'
  test.each<[string, Action, RegExp]>([
    ['an empty title', { ...issue, title: '' }, /title is empty/],
    ['a title of two lines', { ...issue, title: 'a\nb' }, /line break/],
    ['half a surrogate pair', { ...issue, body: lone }, /surrogate/],
    ['U+0000', { ...issue, body: '\0' }, /U\+0000/],
    ['an empty emoji', { type: 'react', target: thread, emoji: '' }, /emoji is empty/],
    ['an option of git as a branch', { ...repository, defaultBranch: '--upload-pack=x' }, /git would take/],
    ['an option of git as a commit', { type: 'pull.revise', thread, commit: '-x' }, /git would take/],
    ['a commit with a space', { type: 'pull.revise', thread, commit: 'a b' }, /commit hash/],
    ['a fraction', { type: 'mute', target, until: 0.5 }, /whole number/],
    ['a time below zero', { type: 'mute', target, until: -1 }, /whole number/],
  ])('%s', (_, action, problem) => {
    expect(actionProblem(action)).toMatch(problem)
  })

  test('texts are counted in bytes', () => {
    const title = '鵬'.repeat(Math.floor(limits.titleBytesMax / 3))
    expect(actionProblem({ ...issue, title })).toBeUndefined()
    expect(actionProblem({ ...issue, title: `${title}鵬` })).toMatch(
      /title is 1026 bytes long, at most 1024 are allowed/,
    )
  })

  test('the whole op has a bound of its own', () => {
    const lines = Array.from({ length: 20 }, () => ({ hunk: xs(limits.hunkBytesMax), body: '' }))
    const encoded = encodeOp({ log, prev: thread, parents: [], at: 1, action: { ...review, lines } }, at, identity)
    expect(encoded).toMatchObject({ ok: false, problem: expect.stringMatching(/whole op is \d+ bytes/) })
  })
})
