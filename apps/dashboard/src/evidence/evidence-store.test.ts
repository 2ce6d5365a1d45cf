import { openDatabase, type Database } from '@hypergit/database'
import { logId, opId } from '@hypergit/domain'
import type { BundlesJob } from '@hypergit/queues'
import { requires, startPostgres, tempDir, until, type PostgresServer, type TempDir } from '@hypergit/testing'
import { migrations } from '../sql/migrations.js'
import { evidenceBounds, EvidenceStore, type EvidenceBounds, type EvidenceKey } from './evidence-store.js'

const keyOf = (digit: string, log = 'a'): EvidenceKey => ({
  log: logId(log.repeat(64)),
  kind: 'violation',
  op: opId(digit.repeat(64)),
})
const one = keyOf('1')
const digest = 'd'.repeat(64)

const part = (key: EvidenceKey, number: number, parts: number, text = `part ${number}`, of = digest): BundlesJob => ({
  v: 1,
  ...key,
  part: { digest: of, part: number, parts, text },
})
const saying = (message: string) => ({ code: 'missing', message }) as const
const problem = (key: EvidenceKey, said: string): BundlesJob => ({ v: 1, ...key, problem: saying(said) })

requires('postgres')('What is kept of evidence', () => {
  let postgres: PostgresServer
  let folder: TempDir
  let database: Database

  beforeAll(async () => {
    postgres = await startPostgres()
    folder = await tempDir()
  }, 60_000)
  beforeEach(async () => {
    database = await openDatabase({ url: await postgres.database(), folder: folder.path })
    await database.migrate('dashboard', migrations)
  })
  afterEach(() => database.close())
  afterAll(async () => {
    await postgres?.stop()
    await folder?.remove()
  })

  const open = (bounds: Partial<EvidenceBounds> = {}): EvidenceStore =>
    new EvidenceStore(database.pool('dashboard'), { ...evidenceBounds, ...bounds })

  const held = { state: 'held', bundle: { digest, parts: 3, bytes: 18 } }

  test('a bundle is held when all of its parts are there, in whatever order and however often they come', async () => {
    const store = open()
    expect(await store.ask(one)).toBe(true)
    expect(await store.find(one)).toEqual({ state: 'asked' })
    for (const number of [2, 0, 2]) await store.take(part(one, number, 3))
    expect(await store.find(one)).toEqual({ state: 'asked' })
    await store.take(part(one, 1, 3))
    expect(await store.find(one)).toEqual(held)
    expect(await store.part(one, digest, 2)).toBe('part 2')
    await store.take(part(one, 1, 3))
    expect(await store.find(one)).toEqual(held)
  })

  test('and when they come to several processes at the same moment', async () => {
    const stores = Array.from({ length: 8 }, () => open())
    expect((await Promise.all(stores.map((store) => store.ask(one)))).filter(Boolean)).toHaveLength(1)
    await Promise.all(stores.map((store, number) => store.take(part(one, number, 8))))
    expect(await open().find(one)).toMatchObject({ state: 'held', bundle: { parts: 8 } })
  })

  test('parts of different texts do not make a bundle, and a whole one makes up for those that were lost', async () => {
    const store = open()
    await store.ask(one)
    await store.take(part(one, 0, 2, 'old'))
    await store.take(part(one, 1, 2, 'new', 'e'.repeat(64)))
    expect(await store.find(one)).toEqual({ state: 'asked' })
    await store.take(part(one, 0, 2, 'all ', 'e'.repeat(64)))
    expect(await store.find(one)).toEqual({
      state: 'held',
      bundle: { digest: 'e'.repeat(64), parts: 2, bytes: 7 },
    })
  })

  test('what nobody asked for is dropped', async () => {
    const store = open()
    await store.take(part(one, 0, 1))
    await store.take(problem(one, 'none'))
    expect(await store.find(one)).toEqual({ state: 'unknown' })
    expect((await database.pool('dashboard').query('select from dashboard.evidence_parts')).rowCount).toBe(0)
  })

  test('a problem is told for a while, and a late one takes no bundle away', async () => {
    const store = open()
    await store.ask(one)
    await store.take(problem(one, 'its past is not here'))
    expect(await store.find(one)).toEqual({ state: 'refused', problem: saying('its past is not here') })
    expect(await open({ problemKeptMs: 0 }).find(one)).toEqual({ state: 'unknown' })
    expect(await store.ask(one)).toBe(true)
    await store.take(part(one, 0, 1))
    await store.take(problem(one, 'late'))
    expect(await store.find(one)).toMatchObject({ state: 'held' })
  })

  test('who does not answer is asked again, by one of those who wait', async () => {
    const impatient = open({ askAgainMs: 0 })
    await open().ask(one)
    expect(await open().ask(one)).toBe(false)
    expect(await open().find(one)).toEqual({ state: 'asked' })
    expect(await impatient.find(one)).toEqual({ state: 'unknown' })
    expect(await impatient.ask(one)).toBe(true)
  })

  test('what is asked for and not answered is bounded, in all and for each log; what is lost counts no more', async () => {
    const store = open({ askedMax: 3, askedOfLogMax: 2 })
    expect(await store.ask(keyOf('1'))).toBe(true)
    expect(await store.ask(keyOf('2'))).toBe(true)
    expect(await store.ask(keyOf('3'))).toBe(false)
    expect(await store.ask(keyOf('3', 'b'))).toBe(true)
    expect(await store.ask(keyOf('4', 'c'))).toBe(false)
    expect(await open({ askedMax: 3, askedOfLogMax: 2, askAgainMs: 0 }).ask(keyOf('1'))).toBe(true)
    await store.take(problem(keyOf('2'), 'none'))
    expect(await store.ask(keyOf('4', 'c'))).toBe(true)
    expect(await store.find(keyOf('5', 'c'))).toEqual({ state: 'unknown' })
    expect(await open({ askedMax: 3, askedOfLogMax: 2, lostMs: 0 }).ask(keyOf('5', 'c'))).toBe(true)
  })

  test('nothing new is asked for while as many bytes are kept as may be', async () => {
    const store = open({ keptBytesMax: 6 })
    await store.ask(one)
    await store.take(part(one, 0, 1))
    expect(await store.ask(keyOf('2'))).toBe(false)
    expect(await store.find(one)).toMatchObject({ state: 'held' })
  })

  test('what is old is asked for anew, found meanwhile by who began to read it, and forgotten in the end', async () => {
    const store = open()
    await store.ask(one)
    await store.take(part(one, 0, 1))
    await store.ask(keyOf('2'))
    await store.take(part(keyOf('2'), 0, 9))
    const old = open({ bundleKeptMs: 0 })
    expect(await old.find(one)).toEqual({ state: 'unknown' })
    await old.forget()
    expect(await store.part(one, digest, 0)).toBe('part 0')
    const older = open({ bundleKeptMs: 0, downloadMs: 0 })
    await until(async () => (await older.forget(), await store.find(one)).state === 'unknown', {
      what: 'it is forgotten',
    })
    expect(await store.part(one, digest, 0)).toBeUndefined()
    expect(await store.part(keyOf('2'), digest, 0)).toBeUndefined()
    expect(await older.ask(one)).toBe(true)
  })
})
