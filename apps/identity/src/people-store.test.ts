import { openDatabase, type Database } from '@hypergit/database'
import { coreKey, logId, opId, type UserView } from '@hypergit/domain'
import type { Claim, ClaimsJob, Pair } from '@hypergit/queues'
import { requires, startPostgres, tempDir, type PostgresServer, type TempDir } from '@hypergit/testing'
import { PeopleStore } from './people-store.js'
import { defaultIdentitySettings } from './settings.js'
import { migrations } from './sql/migrations.js'

const id = (digit: string) => digit.repeat(64)
const repository = logId(id('a'))
const [ada, bob] = [logId(id('d')), logId(id('e'))]
const [laptop, desktop, stranger] = [coreKey(id('1')), coreKey(id('2')), coreKey(id('3'))]

const claim = (core: string, user = ada, more: Partial<Claim> = {}): Claim => ({
  core: coreKey(core),
  user,
  op: opId(`${core.slice(0, 32)}${user.slice(0, 32)}`),
  outcome: 'accepted',
  at: 5,
  ...more,
})
const pair = (core: string, other: string, strike = false): Pair => ({
  core: coreKey(core),
  other: coreKey(other),
  op: opId(`${core.slice(0, 31)}f${other.slice(0, 32)}`),
  outcome: strike ? 'hidden' : 'accepted',
  strike,
  at: 6,
})
const viewOf = (user: typeof ada, version: number, more: Partial<UserView> = {}): UserView => ({
  log: user,
  founder: coreKey(user),
  name: 'Ada',
  bio: '',
  url: '',
  contact: '',
  devices: [{ core: laptop, name: 'laptop', authorized: true, byPhrase: false, at: 3 }],
  devicesTotal: 1,
  links: [{ repository, core: laptop, linked: true }],
  linksTotal: 1,
  ops: 3,
  at: 9,
  version,
  ...more,
})

requires('postgres')('What the identity service keeps', () => {
  let postgres: PostgresServer
  let folder: TempDir
  let database: Database
  let store: PeopleStore
  let number = 0
  let nowMs = 1_000_000

  beforeAll(async () => {
    ;[postgres, folder] = await Promise.all([startPostgres(), tempDir()])
  }, 60_000)
  beforeEach(async () => {
    database = await openDatabase({ url: await postgres.database(), folder: folder.path })
    await database.migrate('identity', migrations)
    store = storeWith({})
  })
  afterEach(() => database.close())
  afterAll(async () => {
    await postgres?.stop()
    await folder?.remove()
  })

  const storeWith = (settings: Partial<typeof defaultIdentitySettings>) =>
    new PeopleStore(database.pool('identity'), { ...defaultIdentitySettings, ...settings }, () => nowMs)
  const said = (job: Partial<ClaimsJob>): ClaimsJob => ({
    v: 1,
    log: repository,
    epoch: 1,
    number: (number += 1),
    repository: 'compiler',
    claims: [],
    pairs: [],
    standings: [],
    ...job,
  })
  const noteClaims = (job: Partial<ClaimsJob>) => store.noteClaims(said(job))
  const noteUser = (view: UserView, epoch = 1) => store.noteUser({ v: 1, epoch, number: view.version, view })

  it('lists a claim as maybe, once, asks to follow its user, and tells them', async () => {
    const job = said({ claims: [claim(laptop)] })
    const first = await store.noteClaims(job)
    expect(first).toMatchObject({
      identities: [{ core: laptop, user: ada, state: 'maybe', name: '', claim: claim(laptop).op }],
      follows: [{ user: ada, follow: true }],
      profiles: [{ user: ada, following: 'fetching', devices: [] }],
      notices: [{ kind: 'claim', user: ada, core: laptop, repository: 'compiler' }],
    })
    expect(await store.noteClaims(job)).toEqual({ identities: [], follows: [], profiles: [], notices: [] })
  })

  it('confirms what the user’s log lists, disowns what it unlists, whichever of the two comes first', async () => {
    await noteClaims({ claims: [claim(laptop)] })
    const confirmed = await noteUser(viewOf(ada, 1))
    expect(confirmed.identities).toMatchObject([{ core: laptop, state: 'confirmed', link: 'listed', name: 'Ada' }])
    const later = await noteClaims({ claims: [claim(desktop)] })
    expect(later.identities).toMatchObject([{ core: desktop, state: 'maybe', name: 'Ada' }])
    const links = [
      { repository, core: laptop, linked: true },
      { repository, core: desktop, linked: false },
    ]
    const disowned = await noteUser(viewOf(ada, 2, { links }))
    expect(disowned.identities).toMatchObject([{ core: desktop, state: 'disowned', link: 'unlisted' }])
    expect((await noteUser(viewOf(ada, 3, { links: [] }))).identities.map(({ state }) => state)).toEqual([
      'maybe',
      'maybe',
    ])
  })

  it('goes by the newest view and takes none of a user whom nobody claims to be', async () => {
    expect(await noteUser(viewOf(bob, 1))).toMatchObject({ profiles: [], identities: [] })
    await noteClaims({ claims: [claim(laptop)] })
    await noteUser(viewOf(ada, 7))
    expect((await noteUser(viewOf(ada, 6, { name: 'older' }))).profiles).toEqual([])
    expect((await noteUser(viewOf(ada, 1, { name: 'rebuilt' }), 2)).profiles).toMatchObject([{ name: 'rebuilt' }])
  })

  it('says what stands in the way: another claim, a forged proof, a strike, an unpairing, an answer that is out', async () => {
    const problems = async (job: Partial<ClaimsJob>) =>
      (await noteClaims(job)).identities.map(({ core, problem }) => [core, problem])
    expect(
      await problems({ claims: [claim(laptop)], standings: [{ core: laptop, user: ada, problem: 'waiting' }] }),
    ).toEqual([[laptop, 'waiting']])
    expect(await problems({ standings: [{ core: laptop, user: ada }] })).toEqual([[laptop, undefined]])
    expect(await problems({ claims: [claim(desktop, bob, { outcome: 'violation', problem: 'forged' })] })).toEqual([
      [desktop, 'forged'],
    ])
    await noteClaims({ claims: [claim(stranger, bob)] })
    expect(await problems({ pairs: [pair(stranger, laptop, true)] })).toEqual([[stranger, 'struck']])
  })

  it('lists a core’s second claim beside its first, and follows nobody for it', async () => {
    const second = claim(laptop, bob, { outcome: 'violation', problem: 'conflicting' })
    const both = await noteClaims({ claims: [claim(laptop), second], standings: [{ core: laptop, user: ada }] })
    expect(both.identities.map(({ user, problem }) => [user, problem])).toEqual([
      [ada, undefined],
      [bob, 'conflicting'],
    ])
    expect(both.follows).toEqual([{ user: ada, follow: true }])
  })

  it('follows nobody for a forged claim, nor for one that a violation took back', async () => {
    const forged = await noteClaims({ claims: [claim(laptop, ada, { outcome: 'violation', problem: 'forged' })] })
    expect(forged).toMatchObject({ follows: [], notices: [] })
    await noteClaims({ claims: [claim(desktop, bob)] })
    const ignored = await noteClaims({ claims: [claim(desktop, bob, { outcome: 'ignored' })] })
    expect(ignored.follows).toEqual([{ user: bob, follow: false }])
  })

  it('lets go of a user whom nobody claims to be in a hosted repository, and takes them up again', async () => {
    await noteClaims({ claims: [claim(laptop), claim(stranger, bob)] })
    await store.noteClaims({ ...said({ claims: [claim(laptop)] }), log: logId(id('c')) })
    const stopped = await store.noteHosted({ v: 1, log: repository, host: false, version: 2 })
    expect(stopped.follows).toEqual([{ user: bob, follow: false }])
    expect((await store.noteHosted({ v: 1, log: repository, host: true, version: 1 })).follows).toEqual([])
    const again = await store.noteHosted({ v: 1, log: repository, host: true, version: 3 })
    expect(again.follows).toEqual([{ user: bob, follow: true }])
  })

  it('follows so many users of a repository, the first ones, and others when there is room', async () => {
    store = storeWith({ usersPerRepositoryMax: 2 })
    const users = ['4', '5', '6'].map((digit) => logId(id(digit)))
    const claims = users.map((user, index) => claim(id(String(index + 7)), user))
    const first = await noteClaims({ claims: claims.slice(0, 2) })
    expect(first.follows).toHaveLength(2)
    const refused = await noteClaims({ claims: claims.slice(2) })
    expect(refused.follows).toEqual([])
    const back = await noteClaims({ claims: [claim(id('7'), users[0], { outcome: 'ignored' })] })
    expect(back.follows).toEqual([{ user: users[0], follow: false }])
    expect((await store.review(repository)).follows).toEqual([{ user: users[2], follow: true }])
  })

  it('tells how following goes when it is something else, by the replicator’s clock', async () => {
    await noteClaims({ claims: [claim(laptop)] })
    const told: string[][] = []
    for (const [state, at] of [
      ['followed', 5],
      ['followed', 6],
      ['gone', 4],
      ['gone', 7],
    ] as const) {
      const { profiles } = await store.noteFollowing({ v: 1, user: ada, state, at })
      told.push(profiles.map(({ following }) => following))
    }
    expect(told).toEqual([['followed'], [], [], ['gone']])
  })

  it('tells a person of devices that come and go, but not while their log comes for the first time', async () => {
    await noteClaims({ claims: [claim(laptop)] })
    const device = { core: desktop, name: 'desktop', authorized: true, byPhrase: false, at: 7 }
    const both = [...viewOf(ada, 1).devices, device]
    await noteUser(viewOf(ada, 1))
    expect((await noteUser(viewOf(ada, 2, { devices: both }))).notices).toEqual([])
    nowMs += defaultIdentitySettings.settleMs + 1
    const gone = [...viewOf(ada, 1).devices, { ...device, authorized: false, revokedAt: 8 }]
    const revoked = await noteUser(viewOf(ada, 3, { devices: gone }))
    expect(revoked.notices).toMatchObject([{ kind: 'device-revoked', core: desktop, coreName: 'desktop', at: 8 }])
    const third = { ...device, core: stranger, name: 'phone' }
    const authorized = await noteUser(viewOf(ada, 4, { devices: [...gone, third] }))
    expect(authorized.notices).toMatchObject([{ kind: 'device-authorized', core: stranger, coreName: 'phone' }])
  })

  it('tells whose core somebody reached for, and of ten attempts a day at most', async () => {
    const strangers = Array.from({ length: 14 }, (_, index) => id((index % 16).toString(16)).replace(/^../, 'cc'))
    await noteClaims({ claims: [claim(laptop), ...strangers.map((core) => claim(core, bob))] })
    const attempts = await noteClaims({ pairs: strangers.map((core) => pair(core, laptop, true)) })
    expect(attempts.notices).toHaveLength(10)
    expect(attempts.notices[0]).toMatchObject({ kind: 'pair-attempt', user: ada })
  })

  it('two jobs at once neither lose a confirmation nor deadlock', async () => {
    for (let round = 0; round < 5; round += 1) {
      const log = logId(String(round).padStart(64, '0'))
      const links = [{ repository: log, core: laptop, linked: true }]
      await Promise.all([
        store.noteClaims({ ...said({ claims: [claim(laptop)] }), log }),
        round === 0 ? noteClaims({ claims: [claim(laptop)] }) : noteUser(viewOf(ada, round + 10, { links })),
        store.noteClaims({ ...said({ claims: [claim(desktop), claim(stranger, bob)] }), log }),
      ])
      const { rows } = await database
        .pool('identity')
        .query('select state from claims where log = $1 and core = $2', [log, laptop])
      expect(rows).toEqual([{ state: round === 0 ? 'maybe' : 'confirmed' }])
    }
  })
})
