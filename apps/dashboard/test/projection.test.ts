import { openDatabase, type Database } from '@hypergit/database'
import { requires, startPostgres, tempDir } from '@hypergit/testing'
import type { Pool } from 'pg'
import { HostingStore } from '../src/hosting/hosting-store.js'
import { applyChanges, readProgress } from '../src/projection/apply-changes.js'
import { applyReplication } from '../src/projection/peer-state.js'
import { applyIdentities } from '../src/projection/people-state.js'
import { readRepository } from '../src/queries/repository-detail.js'
import { findShownLog } from '../src/queries/shown-log.js'
import { listThreads } from '../src/queries/thread-list.js'
import { migrations } from '../src/sql/migrations.js'
import { changes, core, id, op, repository, thread } from './made-log.js'

/** The opening of an issue. */
const opening = (name: string, title = name) => op(name, 'ann', { type: 'thread.open', kind: 'issue', title, body: '' })

/** The records of one thread. */
const withThread = (name: string, number: number) => {
  const first = opening(name)
  return { ops: [first], threads: [thread(first, number)], repository: repository('x') }
}

requires('postgres')('the projection', () => {
  let database: Database
  let pool: Pool
  let stop: () => Promise<void>

  beforeAll(async () => {
    const [postgres, folder] = await Promise.all([startPostgres(), tempDir('hypergit-projection-')])
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

  const apply = (...job: Parameters<typeof changes>) => applyChanges(pool, { v: 1, ...changes(...job) })
  const titlesOf = async (name: string) => {
    await new HostingStore(pool).set(id.log(name), true)
    const log = await findShownLog(pool, id.log(name))
    return log === undefined
      ? []
      : (await listThreads(pool, log, { limit: 50, sort: 'oldest' })).items.map((item) => item.title)
  }

  test('a snapshot shows when it is complete, and then replaces what was shown', async () => {
    await apply('snap', 1, 1, { snapshot: 'whole', ...withThread('old', 1) })
    expect(await apply('snap', 2, 1, { snapshot: 'begin', ...withThread('new one', 1) })).toBe('applied')
    expect(await apply('snap', 2, 2, { snapshot: 'part', ...withThread('new two', 2) })).toBe('applied')
    expect(await titlesOf('snap')).toEqual(['old'])
    expect(await apply('snap', 2, 3, { snapshot: 'end', stateHash: 'ab' })).toBe('applied')
    expect(await titlesOf('snap')).toEqual(['new one', 'new two'])
    expect(await findShownLog(pool, id.log('snap'))).toMatchObject({ epoch: 2, number: 3, stateHash: 'ab' })
    const left = await pool.query('select distinct epoch from dashboard.threads where log = $1', [id.log('snap')])
    expect(left.rows).toEqual([{ epoch: '2' }])
  })

  test('doubled jobs change nothing, lower epochs are refused, a gap is told and changes nothing', async () => {
    await apply('order', 3, 1, { snapshot: 'whole', ...withThread('first', 1) })
    expect(await apply('order', 3, 1, { snapshot: 'whole', ...withThread('first', 1) })).toBe('duplicate')
    expect(await apply('order', 2, 2, withThread('late', 2))).toBe('stale')
    expect(await apply('order', 3, 3, withThread('far', 3))).toBe('gap')
    expect(await apply('order', 4, 1, withThread('other epoch', 4))).toBe('gap')
    expect(await titlesOf('order')).toEqual(['first'])
    expect(await apply('order', 3, 2, withThread('second', 2))).toBe('applied')
    expect(await titlesOf('order')).toEqual(['first', 'second'])
    expect(await readProgress(pool, id.log('order'))).toEqual({ shown: { epoch: 3, number: 2, partsDone: 0 } })
  })

  test('a number in parts counts when its last part is there', async () => {
    await apply('parts', 1, 1, { snapshot: 'whole', ...withThread('a', 1) })
    expect(await apply('parts', 1, 2, { part: 0, parts: 2, ...withThread('b', 2) })).toBe('applied')
    expect(await apply('parts', 1, 3, withThread('too early', 9))).toBe('gap')
    expect(await apply('parts', 1, 2, { part: 0, parts: 2, ...withThread('b', 2) })).toBe('duplicate')
    expect(await apply('parts', 1, 2, { part: 1, parts: 2, ...withThread('c', 3) })).toBe('applied')
    expect(await titlesOf('parts')).toEqual(['a', 'b', 'c'])
  })

  test('a newer snapshot takes the place of one that never ended', async () => {
    await apply('broken', 1, 1, { snapshot: 'begin', ...withThread('lost', 1) })
    await apply('broken', 2, 1, { snapshot: 'whole', ...withThread('kept', 1) })
    expect(await titlesOf('broken')).toEqual(['kept'])
  })

  test('two processes at once apply a job once', async () => {
    await apply('race', 1, 1, { snapshot: 'whole', ...withThread('a', 1) })
    const results = await Promise.all(Array.from({ length: 4 }, () => apply('race', 1, 2, withThread('b', 2))))
    expect(results.toSorted()).toEqual(['applied', 'duplicate', 'duplicate', 'duplicate'])
  })

  test('what PostgreSQL cannot hold does not stop a log', async () => {
    const strange = op('strange', 'ann', { type: 'thread.open', kind: 'issue', title: 'a\0b\uD800', body: '\0' })
    expect(await apply('strange', 1, 1, { snapshot: 'whole', ops: [strange], threads: [thread(strange, 1)] })).toBe(
      'applied',
    )
    expect(await titlesOf('strange')).toEqual(['a\uFFFDb\uFFFD'])
  })

  test('an outcome that changes later takes its text out of the search', async () => {
    const first = opening('mutable')
    const comment = op('c', 'bob', { type: 'comment', thread: first.id, body: 'giraffe' })
    await apply('hide', 1, 1, {
      snapshot: 'whole',
      ops: [first, comment],
      threads: [thread(first, 1)],
      repository: repository('x'),
    })
    await titlesOf('hide')
    const log = await findShownLog(pool, id.log('hide'))
    const find = async () => (log === undefined ? [] : (await listThreads(pool, log, { limit: 5, q: 'giraffe' })).items)
    expect(await find()).toHaveLength(1)
    const decision = { ...comment.decision, outcome: 'hidden' as const, reason: 'muted' as const }
    await apply('hide', 1, 2, { ops: [{ ...comment, decision, visible: false }] })
    expect(await find()).toHaveLength(0)
  })

  test('replication keeps the newest state, identities the highest version', async () => {
    const job = {
      v: 1 as const,
      log: id.log('peers'),
      peers: 3,
      cores: 1,
      bytes: 10,
      behindBlocks: 7,
      connections: [],
      admission: { refusing: false, reasons: [] },
    }
    await applyReplication(pool, { ...job, at: 20 })
    await applyReplication(pool, { ...job, at: 10, peers: 99 })
    const user = id.log('user')
    await apply('peers', 1, 1, {
      snapshot: 'whole',
      repository: repository('peers'),
      cores: [core('ann', { role: 'admin', user })],
    })
    const claim = { log: id.log('peers'), core: id.core('ann'), user, claim: id.op('claim'), name: '' }
    await applyIdentities(pool, { identities: [{ ...claim, state: 'confirmed', version: 2 }] })
    await applyIdentities(pool, { identities: [{ ...claim, state: 'maybe', version: 1 }] })
    await titlesOf('peers')
    const log = await findShownLog(pool, id.log('peers'))
    const detail = log === undefined ? undefined : await readRepository(pool, log)
    expect(detail).toMatchObject({ peers: 3, lag: 7, roles: [{ identity: 'confirmed' }] })
  })
})
