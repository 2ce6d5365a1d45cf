import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from './database.js'
import { startEmbeddedServer, type EmbeddedServer } from './embedded/embedded-server.js'

const one = { name: '0001-mails', sql: 'create table mails (id int); insert into mails values (1)' }
const two = { name: '0002-sent', sql: 'alter table mails add column sent boolean not null default false' }

describe('migrations', () => {
  let folder: string
  let server: EmbeddedServer
  let database: Database
  let other: Database

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hypergit-migrations-'))
    server = await startEmbeddedServer({ folder, durable: false })
    database = await openDatabase({ url: server.url, folder })
    other = await openDatabase({ url: server.url, folder })
  })
  afterAll(async () => {
    await database.close()
    await other.close()
    await server.stop()
    await rm(folder, { recursive: true })
  })

  test('run once each, in order, in the schema they belong to', async () => {
    await database.migrate('notifier', [one])
    await database.migrate('notifier', [one, two])
    const { rows } = await database.pool('notifier').query('select id, sent from mails')
    expect(rows).toEqual([{ id: 1, sent: false }])
  })

  test('two processes that start at once apply them once', async () => {
    await Promise.all([database, other, database, other].map((each) => each.migrate('identity', [one, two])))
    const { rows } = await other.pool('identity').query('select count(*)::int as mails from mails')
    expect(rows).toEqual([{ mails: 1 }])
  })

  test('a migration that fails leaves nothing behind, and says which it is', async () => {
    const broken = { name: '0001-broken', sql: 'create table kept (id int); select no_such_function()' }
    await expect(database.migrate('replicator', [broken])).rejects.toMatchObject({
      code: 'migration',
      message: expect.stringContaining('0001-broken of replicator failed') as string,
    })
    const { rows } = await database.pool('replicator').query(`select to_regclass('replicator.kept') as kept`)
    expect(rows).toEqual([{ kept: null }])
  })

  test('a migration that was changed after it was applied is refused', async () => {
    await database.migrate('validator', [one])
    await expect(database.migrate('validator', [{ ...one, sql: 'select 1' }])).rejects.toMatchObject({
      code: 'migration',
    })
  })

  test('a database of a newer release is refused', async () => {
    await database.migrate('dashboard', [one, two])
    await expect(database.migrate('dashboard', [one])).rejects.toMatchObject({
      code: 'migration',
      message: expect.stringContaining('run a newer release') as string,
    })
  })
})
