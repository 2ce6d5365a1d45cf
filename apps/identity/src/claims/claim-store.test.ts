import { openDatabase, type Database } from '@hypergit/database'
import { coreKey, logId, opId } from '@hypergit/domain'
import { requires, startPostgres, tempDir, type PostgresServer, type TempDir } from '@hypergit/testing'
import { migrations } from '../sql/migrations.js'
import { ClaimStore } from './claim-store.js'
import { resendChanges } from './resend-changes.js'

const log = logId('a'.repeat(64))
const claim = (digit: string, outcome: 'accepted' | 'held' = 'accepted') => ({
  core: coreKey(digit.repeat(64)),
  user: logId('e'.repeat(64)),
  op: opId('d'.repeat(64)),
  outcome,
})

requires('postgres')('ClaimStore', () => {
  let postgres: PostgresServer
  let folder: TempDir
  let database: Database
  let store: ClaimStore

  beforeAll(async () => {
    postgres = await startPostgres()
    folder = await tempDir()
    database = await openDatabase({ url: await postgres.database(), folder: folder.path })
    await database.migrate('identity', migrations)
    store = new ClaimStore(database.pool('identity'))
  }, 60_000)

  afterAll(async () => {
    await database?.close()
    await postgres?.stop()
    await folder?.remove()
  })

  test('lists a claim as maybe, once, and again with a higher version when its outcome changes', async () => {
    const [first] = await store.note(log, [claim('1')], 1_000)
    expect(first).toMatchObject({ log, core: claim('1').core, user: claim('1').user, state: 'maybe' })
    expect(await store.note(log, [claim('1')], 2_000)).toEqual([])
    const [changed] = await store.note(log, [claim('1', 'held')], 3_000)
    expect(changed?.version).toBeGreaterThan(first?.version ?? 0)
  })

  test('a job that names a core twice counts its last claim', async () => {
    const noted = await store.note(log, [claim('2'), claim('2', 'held')], 1_000)
    expect(noted).toHaveLength(1)
  })

  test('says again what changed lately, page by page, and nothing older', async () => {
    await store.note(
      log,
      ['5', '6', '7'].map((digit) => claim(digit)),
      10_000,
    )
    const { jobs, next } = await store.changedAfter({ changedAtMs: 9_999, version: 0 }, 2)
    expect(jobs).toHaveLength(2)
    expect((await store.changedAfter(next ?? { changedAtMs: 0, version: 0 }, 2)).jobs).toHaveLength(1)

    const said: unknown[] = []
    const identities = { sendAll: (sent: readonly unknown[]) => Promise.resolve(void said.push(...sent)) }
    await resendChanges(store, identities, 10_000, new AbortController().signal)
    expect(said).toHaveLength(3)
  })
})
