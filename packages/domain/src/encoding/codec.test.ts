import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { logOfFounder } from '../ids.js'
import { actionOf, actionTypesOf } from '../testing/action-arbitraries.js'
import { blake2b256 } from '../testing/blake2b256.js'
import { trustingCrypto } from '../testing/hashed-identities.js'
import { coreOf } from '../testing/core-names.js'
import { actionFromJson, actionToJson } from './action-json.js'
import { createBlockDecoder } from './decode-block.js'
import { encodeOp, encodePurged } from './encode-op.js'
import { foundingAction, type LogKind } from './log-kind.js'
import { noOp, opId } from '../ids.js'
import { actionShapes } from './action-shapes.js'

const founder = coreOf('founder')
const log = logOfFounder(founder)
const member = coreOf('member')
const prev = opId('a'.repeat(64))
const parents = [{ core: founder, seq: 3, id: opId('b'.repeat(64)) }]

const kinds: readonly LogKind[] = ['repository', 'user']
const cases = kinds.flatMap((kind) => actionTypesOf(kind).map((type) => [kind, type] as const))

describe.each(cases)('in a %s log, %s', (kind, type) => {
  const founds = type === foundingAction[kind]
  const at = founds ? { core: founder, seq: 0 } : { core: member, seq: 7 }
  const identity = { log, kind }
  const decoder = createBlockDecoder({ ...identity, blake2b256, ...trustingCrypto.proofs })
  const actions = actionOf(type, kind === 'repository')

  test('comes out of its block as it went in, and has the same id without its body', () => {
    fc.assert(
      fc.property(actions, fc.maxSafeNat(), (action, time) => {
        const envelope = { log, prev: founds ? noOp : prev, parents: founds ? [] : parents, at: time, action }
        const encoded = encodeOp(envelope, at, identity)
        if (!encoded.ok) throw new Error(encoded.problem)
        const decoded = decoder.block({ ...at, bytes: encoded.bytes })
        if (decoded.kind !== 'op') throw new Error(JSON.stringify(decoded))
        expect(decoded.op).toEqual({
          ...envelope,
          ...at,
          id: decoded.op.id,
          purged: false,
          byteLength: encoded.bytes.byteLength,
        })

        const bytes = encodePurged(encoded.bytes, blake2b256) ?? new Uint8Array()
        const purged = decoder.purged({ ...at, bytes })
        if (purged.kind !== 'op') throw new Error(JSON.stringify(purged))
        expect(purged.op).toMatchObject({ id: decoded.op.id, purged: true, parents: envelope.parents, at: time })
        const left: Record<string, unknown> = { ...purged.op.action }
        const given: Record<string, unknown> = { ...action }
        for (const name of Object.keys(actionShapes[type].header)) expect(left[name]).toEqual(given[name])
        for (const name of Object.keys(actionShapes[type].body)) expect(left[name] ?? '').toHaveLength(0)
        expect(purged.op.action.origin?.author ?? '').toBe('')
        expect(decoder.block({ ...at, bytes })).toMatchObject({ kind: 'malformed' })
      }),
      { numRuns: 40 },
    )
  })

  test('comes out of its JSON as it went in', () => {
    fc.assert(
      fc.property(actions, (action) => {
        const json: unknown = JSON.parse(JSON.stringify(actionToJson(action)))
        expect(actionFromJson(json)).toEqual({ ok: true, action })
      }),
      { numRuns: 40 },
    )
  })
})
