import { openDatabase, type Database } from '@hypergit/database'
import { logId } from '@hypergit/domain'
import { requires, startPostgres, tempDir, type PostgresServer, type TempDir } from '@hypergit/testing'
import { FollowedStore } from './followed-store.js'
import { HostedStore } from './hosted-store.js'
import { migrations } from './migrations.js'

const [ada, bob, carol] = ['05', '06', '07'].map((byte) => logId(byte.repeat(32)))

requires('postgres')('FollowedStore', () => {
  let postgres: PostgresServer
  let folder: TempDir
  let database: Database
  let store: FollowedStore

  beforeAll(async () => {
    ;[postgres, folder] = await Promise.all([startPostgres(), tempDir()])
  }, 60_000)
  beforeEach(async () => {
    database = await openDatabase({ url: await postgres.database(), folder: folder.path })
    await database.migrate('replicator', migrations)
    store = new FollowedStore(database.pool('replicator'), 2)
  })
  afterEach(() => database.close())
  afterAll(async () => {
    await postgres?.stop()
    await folder?.remove()
  })

  test('follows so many, refuses others until one is let go, and is asked for the same again without counting it twice', async () => {
    if (ada === undefined || bob === undefined || carol === undefined) throw new Error('three users are needed')
    expect(await store.set(ada, true, 1)).toBe('followed')
    expect(await store.set(bob, true, 2)).toBe('followed')
    expect(await store.set(carol, true, 3)).toBe('refused')
    expect(await store.set(ada, true, 4)).toBe('followed')
    expect(await store.inPartition(5)).toEqual([{ user: ada, sinceMs: 1 }])
    expect(await store.set(ada, false, 5)).toBe('stopped')
    expect(await store.inPartition(5)).toEqual([])
    expect(await store.set(carol, true, 6)).toBe('followed')
    expect(await store.set(ada, true, 7)).toBe('refused')
  })

  test('knows since when a log is let go, and nothing of one that the operator hosts', async () => {
    if (ada === undefined || bob === undefined) throw new Error('two users are needed')
    for (const user of [ada, bob]) {
      await store.set(user, true, 1)
      await store.set(user, false, 5)
      await store.set(user, false, 9)
    }
    await new HostedStore(database.pool('replicator')).want({ log: bob, host: true, version: 1 }, 10)
    expect(await store.stoppedSince([ada, bob], 6)).toEqual([ada])
    expect(await store.stoppedSince([ada, bob], 5)).toEqual([])
    expect(await store.set(bob, true, 11)).toBe('refused')
  })
})
