import { openDatabase, type Database } from '@hypergit/database'
import { coreKey, logId } from '@hypergit/domain'
import { partitionCount, partitionOf } from '@hypergit/queues'
import { requires, startPostgres, tempDir, type PostgresServer, type TempDir } from '@hypergit/testing'
import { migrations } from './migrations.js'
import { PositionStore } from './position-store.js'
import { SightingStore } from './sighting-store.js'

const log = logId('a'.repeat(64))
const core = coreKey('b'.repeat(64))

requires('postgres')('what a validator keeps in SQL', () => {
  let postgres: PostgresServer
  let folder: TempDir
  let database: Database

  beforeAll(async () => {
    postgres = await startPostgres()
    folder = await tempDir()
    database = await openDatabase({ url: await postgres.database(), folder: folder.path })
    await database.migrate('validator', migrations)
  }, 60_000)

  afterAll(async () => {
    await database?.close()
    await postgres?.stop()
    await folder?.remove()
  })

  test('a position is taken up once, by the folder that left it', async () => {
    const [mine, other] = ['mine', 'other'].map((name) => new PositionStore(database.pool('validator'), name))
    const left = { epoch: 3, number: 8, version: 5 }
    await mine?.begin(log, 'repository', 3)
    expect(await mine?.take(log)).toBeUndefined()
    await mine?.leave(log, left)
    expect(await other?.take(log)).toBeUndefined()
    expect(await mine?.peek(log)).toEqual(left)
    expect(await mine?.take(log)).toEqual(left)
    expect(await mine?.take(log)).toBeUndefined()
  })

  test('what was left is void once another folder has begun an epoch', async () => {
    const [mine, other] = ['mine', 'other'].map((name) => new PositionStore(database.pool('validator'), name))
    await mine?.begin(log, 'repository', 4)
    await other?.begin(log, 'repository', 5)
    await mine?.leave(log, { epoch: 4, number: 1, version: 1 })
    expect(await mine?.take(log)).toBeUndefined()
  })

  test('what another folder left properly was said whole', async () => {
    const [mine, other] = ['mine', 'other'].map((name) => new PositionStore(database.pool('validator'), name))
    await mine?.begin(log, 'repository', 6)
    expect(await other?.peek(log)).toBeUndefined()
    const left = { epoch: 6, number: 2, version: 1 }
    await mine?.leave(log, left)
    expect(await other?.peek(log)).toEqual(left)
  })

  test('what a killed validator had open is found in its partition', async () => {
    const mine = new PositionStore(database.pool('validator'), 'mine')
    await mine.begin(log, 'user', 7)
    expect(await mine.leftOpen(partitionOf(log))).toEqual([{ log, kind: 'user' }])
    expect(await mine.leftOpen((partitionOf(log) + 1) % partitionCount)).toEqual([])
    await mine.leave(log, { epoch: 7, number: 2, version: 1 })
    expect(await mine.leftOpen(partitionOf(log))).toEqual([])
  })

  test('an op is first seen with the first sighting above it', async () => {
    const sightings = new SightingStore(database.pool('validator'))
    await sightings.add(log, [{ core, length: 2 }], 1_000)
    await sightings.add(log, [{ core, length: 5 }], 2_000)
    await sightings.add(log, [{ core, length: 5 }], 9_000)
    expect(await sightings.lengths(log)).toEqual(new Map([[core, 5]]))
    const times = await sightings.firstSeen(
      log,
      [4, 0, 5].map((seq) => ({ core, seq })),
    )
    expect(times).toEqual([2_000, 1_000, undefined])
  })
})
