import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { anyActionIn } from '../testing/action-arbitraries.js'
import { scenarioLog } from '../testing/scenario-log.js'
import { actionFromJson } from './action-json.js'
import { encodePurged } from './encode-op.js'
import { opFromJson, opToJson } from './op-json.js'
import { blake2b256 } from '../testing/blake2b256.js'

const id = 'a'.repeat(64)

describe('an action from JSON', () => {
  test('is never a throw, whatever the JSON', () => {
    const near = fc.record(
      { type: fc.constantFrom('comment', 'thread.open', 'pull.review'), body: fc.jsonValue() },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), near), (json) => void actionFromJson(json)),
      { numRuns: 2_000 },
    )
  })

  test.each<[string, unknown, RegExp]>([
    ['no record', [], /must be a record/],
    ['no type', {}, /is no action/],
    ['an unknown type', { type: 'constructor' }, /"constructor" is no action/],
    ['a missing field', { type: 'comment', thread: id }, /body is missing/],
    ['an unknown field', { type: 'ack', body: '' }, /no field body/],
    [
      'an unknown field of a line',
      { type: 'pull.review', thread: id, commit: '', verdict: 'approve', body: '', lines: [{ body: '', x: 1 }] },
      /no field lines\.x/,
    ],
    ['a wrong type', { type: 'comment', thread: id, body: 5 }, /body must be a text/],
    ['an id in capital letters', { type: 'thread.reopen', thread: id.toUpperCase() }, /64 hexadecimal digits/],
    ['bytes that are no base64', { type: 'identity.claim', user: id, proof: '*' }, /must be bytes/],
    [
      'a role that does not exist',
      { type: 'role.set', target: id, role: 'owner' },
      /one of normal, collaborator, admin/,
    ],
    ['an origin that is no record', { type: 'ack', origin: 1 }, /origin must be/],
    ['a list that is none', { type: 'thread.label', thread: id, add: 'bug', remove: [] }, /add must be a list/],
  ])('says what is wrong with %s', (_, json, problem) => {
    expect(actionFromJson(json)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) })
  })
})

describe('an op', () => {
  test('comes out of its JSON as it went in, whole or purged', () => {
    fc.assert(
      fc.property(
        anyActionIn('repository').filter((action) => action.type !== 'repository.create'),
        (action) => {
          const world = scenarioLog(['alice', 'bob'])
          const { block } = world.append('bob', action)
          const purged = { ...block, bytes: encodePurged(block.bytes, blake2b256) ?? block.bytes }
          for (const decoded of [world.decoder.block(block), world.decoder.purged(purged)]) {
            if (decoded.kind !== 'op') throw new Error(JSON.stringify(decoded))
            expect(opFromJson(JSON.parse(JSON.stringify(opToJson(decoded.op))))).toEqual({ ok: true, op: decoded.op })
          }
        },
      ),
    )
  })

  test('says what is wrong', () => {
    const world = scenarioLog(['alice'])
    const decoded = world.decoder.block(world.append('alice', { type: 'ack' }).block)
    if (decoded.kind !== 'op') throw new Error('an ack decodes')
    const json = opToJson(decoded.op)
    expect(opFromJson({ ...json, seq: -1 })).toMatchObject({ ok: false, problem: expect.stringMatching(/^seq/) })
    expect(opFromJson({ ...json, action: {} })).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^action: /),
    })
    const text = { type: 'thread.title', thread: id, title: 'left over' }
    expect(opFromJson({ ...json, purged: true, action: text })).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/purged/),
    })
  })
})
