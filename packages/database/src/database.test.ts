import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from './database.js'
import { gone } from './embedded/orphan.js'
import { findPrograms } from './embedded/programs.js'
import { startEmbeddedServer } from './embedded/embedded-server.js'

const builtServer = new URL('../dist/embedded/embedded-server.js', import.meta.url).href

describe('the embedded PostgreSQL', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hypergit-database-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const kept = { name: '0001', sql: 'create table kept (word text)' }

  test('keeps what it has over a stop, behind a password that only we can read', async () => {
    const first = await openDatabase({ folder })
    await first.migrate('dashboard', [kept])
    await first.pool('dashboard').query(`insert into kept values ('yes')`)
    await first.close()
    const second = await openDatabase({ folder })
    const { rows } = await second.pool('dashboard').query('select word from kept')
    await second.close()
    expect(rows).toEqual([{ word: 'yes' }])
    expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600)
    expect(second.describe()).toMatch(/^embedded PostgreSQL 18\.\d+$/)
    expect(second.describe()).not.toContain((await readFile(join(folder, 'password'), 'utf8')).trim())
  })

  test('a server that a killed process left behind is stopped, and its data is there', async () => {
    const orphan = await startEmbeddedServer({ folder })
    const before = await openDatabase({ url: orphan.url, folder })
    await before.migrate('dashboard', [kept])
    await before.pool('dashboard').query(`insert into kept values ('yes')`)
    await before.close()
    const after = await openDatabase({ folder })
    const { rows } = await after.pool('dashboard').query('select word from kept')
    await after.close()
    expect(rows).toEqual([{ word: 'yes' }])
    expect(() => process.kill(orphan.pid, 0)).toThrow('ESRCH')
  })

  test('ends with a process that ends without having stopped it', async () => {
    const leaving = `import { startEmbeddedServer } from '${builtServer}'
      console.log((await startEmbeddedServer({ folder: '${folder}' })).pid)
      process.exitCode = 1
      process.exit()`
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', leaving], { encoding: 'utf8' })
    expect([status, stdout]).toEqual([1, expect.stringMatching(/^\d+\n$/)])
    expect(await gone(Number(stdout), 10_000)).toBe(true)
  })

  test('a server that was killed itself recovers', async () => {
    const killed = await startEmbeddedServer({ folder })
    process.kill(killed.pid, 'SIGKILL')
    const database = await openDatabase({ folder })
    await database.ping()
    await database.close()
  })

  test("a pid file that names somebody else's process is no obstacle, and no reason to stop that process", async () => {
    await (await startEmbeddedServer({ folder })).stop()
    await writeFile(join(folder, 'data', 'postmaster.pid'), `${process.pid}\n${folder}\n1\n1\n\n127.0.0.1\n`)
    const database = await openDatabase({ folder })
    await database.ping()
    await database.close()
  })

  test('data of another major version is refused in words', async () => {
    await (await startEmbeddedServer({ folder })).stop()
    await writeFile(join(folder, 'data', 'PG_VERSION'), '17\n')
    await expect(openDatabase({ folder })).rejects.toMatchObject({
      code: 'embedded-unavailable',
      message: expect.stringContaining('written by PostgreSQL 17, and the embedded one is 18') as string,
    })
  })
})

describe('a given database', () => {
  test('that does not answer is named without its password', async () => {
    const opening = openDatabase({ url: 'postgres://hypergit:hunter2@127.0.0.1:1/mirror', folder: '' })
    await expect(opening).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('No PostgreSQL answers at 127.0.0.1:1/mirror') as string,
    })
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') as string })
  })
})

describe("the platform's programs", () => {
  test('are found, with the links of their libraries', async () => {
    const { postgres, initdb } = await findPrograms()
    expect([postgres, initdb]).toEqual([
      expect.stringMatching(/postgres(\.exe)?$/),
      expect.stringMatching(/initdb(\.exe)?$/),
    ])
  })

  test('an incomplete installation is refused in words', async () => {
    await expect(findPrograms('/no/such/package')).rejects.toMatchObject({ code: 'embedded-unavailable' })
  })
})
