import { openDatabase, type Database } from '@hypergit/database'
import { logId } from '@hypergit/domain'
import { requires, startPostgres, tempDir, type PostgresServer, type TempDir } from '@hypergit/testing'
import { HostedStore } from './hosted-store.js'
import { migrations } from './migrations.js'

const log = logId('05'.repeat(32))

requires('postgres')('HostedStore', () => {
  let postgres: PostgresServer
  let folder: TempDir
  let database: Database
  let store: HostedStore

  beforeAll(async () => {
    postgres = await startPostgres()
    folder = await tempDir()
    database = await openDatabase({ url: await postgres.database(), folder: folder.path })
    await database.migrate('replicator', migrations)
    store = new HostedStore(database.pool('replicator'))
  }, 60_000)

  afterAll(async () => {
    await database?.close()
    await postgres?.stop()
    await folder?.remove()
  })

  test('the higher version counts, in whatever order they come', async () => {
    expect(await store.want({ log, host: true, version: 1 }, 1_000)).toBe(true)
    expect(await store.inPartition(5)).toEqual([log])
    expect(await store.want({ log, host: false, version: 3 }, 2_000)).toBe(false)
    expect(await store.want({ log, host: true, version: 2 }, 3_000)).toBe(false)
    expect(await store.inPartition(5)).toEqual([])
  })

  test('a log has been stopped since it was, not since that was last said', async () => {
    expect(await store.want({ log, host: false, version: 4 }, 9_000)).toBe(false)
    expect(await store.stoppedSince([log], 2_001)).toEqual([log])
    expect(await store.stoppedSince([log], 2_000)).toEqual([])
  })
})
