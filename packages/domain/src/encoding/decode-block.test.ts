import { expect, test } from '@jest/globals'
import { logOfFounder, noOp } from '../ids.js'
import type { Action } from '../action.js'
import { blake2b256 } from '../testing/blake2b256.js'
import { coreOf } from '../testing/core-names.js'
import { createBlockDecoder } from './decode-block.js'
import { encodeUnchecked } from './encode-op.js'

const core = coreOf('alice')
const log = logOfFounder(core)
const decoder = createBlockDecoder({ log, kind: 'repository', blake2b256 })
const create: Action = { type: 'repository.create', name: 'n', description: '', gitUrl: '', defaultBranch: 'main' }

test('the founding op makes its core a member', () => {
  const bytes = encodeUnchecked({ log, prev: noOp, parents: [], at: 5, action: create })
  expect(decoder.first({ core, seq: 0, bytes })).toMatchObject({
    kind: 'member',
    decoded: { kind: 'op', op: { core, seq: 0, log, prev: noOp, parents: [], at: 5, action: create, purged: false } },
  })
})
