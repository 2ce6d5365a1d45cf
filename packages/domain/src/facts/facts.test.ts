import { expect, it } from '@jest/globals'
import type { RoleSet } from '../action.js'
import type { CoreState } from '../graph/core-state.js'
import { emptyFrontier } from '../graph/frontier.js'
import type { KnownOp } from '../graph/known-op.js'
import { everything } from '../graph/op-set.js'
import { type CoreKey, coreKey, noOp, opId } from '../ids.js'
import { AuthorityIndex } from './authority-index.js'
import type { AuthorityOp } from './authority-op.js'
import { Descent } from './descent.js'
import { Facts, type FactSources } from './facts.js'
import { DeviceIndex } from './device-index.js'
import { IdentityIndex } from './identity-index.js'

const grantsMax = 20_000

const hex = (number: number): string => number.toString(16).padStart(64, '0')

const coreOf = (number: number): CoreState => ({
  key: coreKey(hex(number)),
  chains: [],
  received: 1,
  receivedHead: noOp,
  needsUpgrade: false,
  forkSeq: undefined,
  blacklisted: undefined,
  version: 0,
})

/** The only op of its core: nothing of its past is asked for but its height. */
const knownOf = (number: number): KnownOp => ({
  id: opId(hex(number)),
  chain: {
    number,
    core: coreOf(number),
    from: 0,
    parent: undefined,
    head: noOp,
    length: 1,
    headHeight: number,
    headAt: 0,
    violation: undefined,
    claim: undefined,
  },
  seq: 0,
  op: undefined,
  block: new Uint8Array(0),
  prev: noOp,
  height: number,
  at: 0,
  n: 0,
  numberMax: 0,
  number: undefined,
  thread: undefined,
  target: undefined,
  violationBefore: undefined,
  frontier: emptyFrontier,
  trail: { base: undefined, depth: 0, advances: [] },
  authority: undefined,
  identity: undefined,
  device: undefined,
  facts: undefined,
  settled: undefined,
  ruling: { outcome: 'accepted', rule: 'role.set', decidedBy: [] },
  standing: undefined,
  version: 0,
})

/** Nobody claimed, paired or forked, and nothing of any past is asked for. */
const sourcesOf = (founder: CoreKey, index: AuthorityIndex): FactSources => ({
  founder,
  index,
  identities: new IdentityIndex(),
  devices: new DeviceIndex(),
  descent: new Descent(),
  core: () => undefined,
  known: () => undefined,
  forkProofs: () => [],
  pastOf: () => {
    throw new RangeError('no past is asked for')
  },
})

it('admins who made each other admins, one after the other without end, are followed to the founder', () => {
  const index = new AuthorityIndex()
  const founder: CoreKey = coreKey(hex(0))
  let last: AuthorityOp | undefined
  for (let number = 0; number < grantsMax; number++) {
    const action: RoleSet = { type: 'role.set', target: coreKey(hex(number + 1)), role: 'admin' }
    const grants = last === undefined ? [] : [last]
    last = { known: knownOf(number), action, needed: 'admin', isEntitled: true, grants, bannedBefore: undefined }
    index.add(last)
  }
  const facts = new Facts(sourcesOf(founder, index), everything)
  expect(last === undefined ? undefined : facts.isEffective(last)).toBe(true)
  const puppets = new Facts(sourcesOf(coreKey(hex(grantsMax + 1)), index), everything)
  expect(last === undefined ? undefined : puppets.isEffective(last)).toBe(false)
})
