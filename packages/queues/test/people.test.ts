import { coreKey, logId, opId } from '@hypergit/domain'
import {
  catalog,
  identitiesMax,
  type ClaimsJob,
  type IdentitiesJob,
  type NoticesJob,
  type ProfilesJob,
  type UsersJob,
} from '../src/index.js'

const user = logId('e'.repeat(64))
const log = logId('a'.repeat(64))
const core = coreKey('b'.repeat(64))
const op = opId('c'.repeat(64))
const device = { core, name: 'laptop', authorized: true, byPhrase: false, at: 7 }
const shown = { name: 'Ada', bio: '', url: '', contact: '', devices: [device], devicesTotal: 1 }
const links = { links: [{ repository: log, core, linked: false }], linksTotal: 1 }

const claims: ClaimsJob = {
  v: 1,
  log,
  epoch: 2,
  number: 3,
  repository: 'compiler',
  claims: [{ core, user, op, outcome: 'violation', problem: 'forged', at: 5 }],
  pairs: [{ core, other: core, op, outcome: 'hidden', strike: true, at: 6 }],
  standings: [{ core, user, problem: 'waiting' }],
}
const identity = { log, core, user, state: 'confirmed', name: 'Ada', claim: op, link: 'listed', version: 7 } as const
const identities: IdentitiesJob = { v: 1, identities: [identity, { ...identity, problem: 'waiting', version: 8 }] }
const users: UsersJob = {
  v: 1,
  epoch: 1,
  number: 4,
  view: { log: user, founder: core, ...shown, ...links, ops: 3, at: 9, version: 4 },
}
const profile = { user, ...shown, ...links, following: 'over-quota', version: 8 } as const
const profiles: ProfilesJob = { v: 1, profiles: [profile] }
const notices: NoticesJob = {
  v: 1,
  notices: [{ id: 'claim:1', user, kind: 'claim', log, repository: 'compiler', core, coreName: 'laptop', at: 5 }],
}

const taken = (list: readonly unknown[]) => catalog.identities.schema.safeParse({ v: 1, identities: list }).success
const replaced = (...list: ProfilesJob['profiles']) => catalog.profiles.replaces?.({ v: 1, profiles: list })

describe('The contracts about people', () => {
  test.each([
    ['claims', catalog.claims.schema, claims],
    ['identities', catalog.identities.schema, identities],
    ['names', catalog.names.schema, identities],
    ['users', catalog.users.schema, users],
    ['profiles', catalog.profiles.schema, profiles],
    ['notices', catalog.notices.schema, notices],
  ] as const)('carry %s as they were sent', (_name, schema, job) => {
    expect(schema.parse(JSON.parse(JSON.stringify(schema.encode(job as never))))).toEqual(job)
  })

  test('refuse a list of identities that is too long, or of which one is bad', () => {
    expect(taken(Array.from({ length: identitiesMax }, () => identity))).toBe(true)
    expect(taken(Array.from({ length: identitiesMax + 1 }, () => identity))).toBe(false)
    expect(taken([identity, { ...identity, version: -1 }])).toBe(false)
    expect(catalog.identities.schema.safeParse({ v: 1, ...identity }).success).toBe(false)
  })

  test('refuse a state of following and a kind of notice that nobody knows', () => {
    expect(
      catalog.profiles.schema.safeParse({ v: 1, profiles: [profile, { ...profile, following: 'lost' }] }).success,
    ).toBe(false)
    expect(
      catalog.notices.schema.safeParse({ v: 1, notices: [{ ...notices.notices[0], kind: 'hello' }] }).success,
    ).toBe(false)
  })

  test('let one user’s profile take the place of their last one, and a list that of none', () => {
    expect([replaced(), replaced(profile), replaced(profile, profile)]).toEqual([undefined, user, undefined])
  })
})
