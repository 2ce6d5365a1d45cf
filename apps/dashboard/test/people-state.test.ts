import { openDatabase, type Database } from '@hypergit/database'
import type { Identity, Profile } from '@hypergit/queues'
import { requires, startPostgres, tempDir } from '@hypergit/testing'
import type { Pool } from 'pg'
import { applyIdentities, applyProfiles } from '../src/projection/people-state.js'
import { authorsOf } from '../src/queries/authors.js'
import { migrations } from '../src/sql/migrations.js'
import { id } from './made-log.js'

const user = id.log('ada')

const identityIn = (log: string, core: string, version: number, more: Partial<Identity> = {}): Identity => ({
  log: id.log(log),
  core: id.core(core),
  user,
  state: 'confirmed',
  name: '',
  claim: id.op(`claim ${core}`),
  version,
  ...more,
})

const profile = (name: string, version: number, of = user): Profile => ({
  user: of,
  name,
  bio: '',
  url: '',
  contact: '',
  devices: [],
  devicesTotal: 0,
  links: [],
  linksTotal: 0,
  following: 'followed',
  version,
})

requires('postgres')('what a dashboard keeps of people', () => {
  let database: Database
  let pool: Pool
  let stop: () => Promise<void>

  beforeAll(async () => {
    const [postgres, folder] = await Promise.all([startPostgres(), tempDir('hypergit-people-state-')])
    database = await openDatabase({ url: await postgres.database(), folder: folder.path })
    await database.migrate('dashboard', migrations)
    pool = database.pool('dashboard')
    stop = async () => {
      await database.close()
      await postgres.stop()
      await folder.remove()
    }
  })
  afterAll(() => stop())

  const apply = (...identities: readonly Identity[]) => applyIdentities(pool, { identities })
  /** Every column of a log's rows. */
  const rowsOf = async (log: string) => {
    const { rows } = await pool.query<{ core: string; version: string }>(
      'select *, xmin::text as written_by from dashboard.identities where log = $1 order by core',
      [id.log(log)],
    )
    return rows
  }
  const statesOf = async (log: string, ...cores: readonly string[]) => {
    const { rows } = await pool.query<{ core: string; state: string }>(
      'select core, state from dashboard.identities where log = $1',
      [id.log(log)],
    )
    const states = new Map(rows.map(({ core, state }) => [core, state]))
    return cores.map((core) => states.get(id.core(core)))
  }

  test('one job tells of many cores', async () => {
    await apply(
      identityIn('many', 'laptop', 1, { link: 'listed', problem: 'waiting' }),
      identityIn('many', 'phone', 2, { state: 'disowned', link: 'unlisted' }),
      identityIn('another', 'laptop', 3, { state: 'maybe' }),
    )
    expect(await statesOf('many', 'laptop', 'phone', 'desktop')).toEqual(['confirmed', 'disowned', undefined])
    expect(await statesOf('another', 'laptop')).toEqual(['maybe'])
    const [{ link, problem, claim, name } = {} as Record<string, unknown>] = (
      await pool.query('select * from dashboard.identities where log = $1 and core = $2', [
        id.log('many'),
        id.core('laptop'),
      ])
    ).rows
    expect({ link, problem, claim, name }).toEqual({
      link: 'listed',
      problem: 'waiting',
      claim: id.op('claim laptop'),
      name: '',
    })
  })

  test.each([
    ['first', 'newer first', [2, 1]],
    ['last', 'newer last', [1, 2]],
  ] as const)('of a core that a list has twice, %s, the newer word counts', async (place, log, versions) => {
    const said = versions.map((version) =>
      identityIn(log, 'laptop', version, { state: version === 2 ? 'confirmed' : 'maybe' }),
    )
    await apply(...said)
    expect(await statesOf(log, 'laptop')).toEqual(['confirmed'])
    expect([place, (await rowsOf(log)).map(({ version }) => version)]).toEqual([place, ['2']])
  })

  test('of two jobs each core has the newer word, whichever comes first', async () => {
    await apply(identityIn('two', 'laptop', 4), identityIn('two', 'phone', 1, { state: 'maybe' }))
    await apply(identityIn('two', 'laptop', 2, { state: 'maybe' }), identityIn('two', 'phone', 3))
    expect(await statesOf('two', 'laptop', 'phone')).toEqual(['confirmed', 'confirmed'])
  })

  test('repeating a job writes nothing, and an empty one neither', async () => {
    const said = [identityIn('again', 'laptop', 1), identityIn('again', 'phone', 2)]
    await apply(...said)
    const before = await rowsOf('again')
    await apply(...said)
    await apply()
    expect(before).toHaveLength(2)
    expect(await rowsOf('again')).toEqual(before)
  })

  test('jobs about the same cores in any order end, and have the newest word each', async () => {
    const cores = Array.from({ length: 300 }, (_, number) => `core ${number}`)
    const said = Array.from({ length: 8 }, (_, version) => {
      const list = cores.map((core) => identityIn('crowd', core, version + 1))
      return version % 2 === 0 ? list : list.toReversed()
    })
    await Promise.all(said.map((list) => apply(...list)))
    expect(new Set((await rowsOf('crowd')).map(({ version }) => version))).toEqual(new Set(['8']))
  })

  test('a profile names the cores of its user, whichever comes first', async () => {
    const cores = [id.core('one'), id.core('two')]
    const names = async () => {
      const authors = cores.map((core) => ({ core, user }))
      const nameAuthor = await authorsOf(pool, id.log('named'), authors)
      return authors.map((author) => nameAuthor(author).name)
    }
    await apply(identityIn('named', 'one', 1, { name: 'Ada, once\0' }))
    expect(await names()).toEqual(['Ada, once\uFFFD', undefined])
    await applyProfiles(pool, { profiles: [profile('Ada\0', 4)] })
    await applyProfiles(pool, { profiles: [profile('older', 3)] })
    await apply(identityIn('named', 'two', 2, { name: 'older' }))
    expect(await names()).toEqual(['Ada\uFFFD', 'Ada\uFFFD'])
  })

  test('one job has the profiles of many, of each the newer one, and repeating it writes nothing', async () => {
    const [bob, eve] = [id.log('bob'), id.log('eve')]
    const kept = async () => {
      const sql = `select user_id, name, following, view, version, xmin::text as written_by from dashboard.profiles
        where user_id = any($1) order by name`
      return (await pool.query<{ name: string; view: unknown }>(sql, [[bob, eve]])).rows
    }
    const profiles = [profile('Eve', 3, eve), profile('Bob', 2, bob), profile('Bob, once', 1, bob)]
    await applyProfiles(pool, { profiles })
    const before = await kept()
    expect(before.map(({ name, view }) => [name, view])).toEqual([
      ['Bob', profiles[1]],
      ['Eve', profiles[0]],
    ])
    await applyProfiles(pool, { profiles: profiles.toReversed() })
    expect(await kept()).toEqual(before)
  })
})
