import { coreKey, opId } from '@hypergit/domain'
import { decodeHeadRecord, encodeHeadRecord, type HeadRecord } from './head-record.js'

const core = coreKey('ab'.repeat(32))
const plain: HeadRecord = {
  core,
  length: 7,
  id: opId('cd'.repeat(32)),
  byteLength: 1_234,
  day: 20_000,
  dayOps: 3,
  dayBytes: 500,
}

test.each<[string, HeadRecord]>([
  ["somebody else's", plain],
  ['an own', { ...plain, ownName: 'main' }],
  ['one under a verdict', { ...plain, keep: 4, keepId: opId('ef'.repeat(32)) }],
  ['one under a verdict that is longer than it', { ...plain, keep: 12 }],
  [
    'one with more tree than blocks',
    { ...plain, treeLength: 900, ownName: 'x', keep: 1, keepId: opId('01'.repeat(32)) },
  ],
])('the record of %s core is read as it was written', (_name, record) => {
  expect(decodeHeadRecord(core, encodeHeadRecord(record))).toEqual(record)
})
