import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { toZ32 } from '@hypergit/domain'
import { requires, spawnProcess, tempDir, until, type SpawnedProcess, type TempDir } from '@hypergit/testing'
import { answered, MirrorApi, TestPeer } from './mirror-world.js'
import { mailsOf, subscribe } from './outbox.js'

const main = join(import.meta.dirname, '..', 'dist', 'main.js')

interface MirrorFile {
  readonly publicUrl: string
  readonly operatorUrl: string
  readonly bootstrap: string
  readonly pid: number
  readonly setupToken: string
}

requires('redis')('a mirror as a process', () => {
  let data: TempDir
  let running: SpawnedProcess[]

  const spawn = async (...flags: string[]): Promise<SpawnedProcess> => {
    const spawned = await spawnProcess(process.execPath, [main, '--data', data.path, ...flags], {
      env: { MAIL_HOLD_MS: '50', LOG_LEVEL: 'warn' },
    })
    running.push(spawned)
    return spawned
  }

  const start = async () => {
    const spawned = await spawn('--bootstrap', 'local', '--port', '0')
    const [, url] = await spawned.line(/^hypergit mirror ready (\S+)$/, 60_000)
    const file = JSON.parse(await readFile(join(data.path, 'mirror.json'), 'utf8')) as MirrorFile
    return { spawned, url, file, api: new MirrorApi(file) }
  }

  beforeEach(async () => {
    data = await tempDir('hypergit-mirror-')
    running = []
  })

  afterEach(async () => {
    for (const spawned of running) await spawned.stop()
    await data.remove()
  }, 30_000)

  test('says in one line where it serves, keeps its folder to itself, and stops cleanly', async () => {
    const { spawned, url, file } = await start()
    expect(spawned.stdout).toEqual([`hypergit mirror ready ${url}`])
    expect(file).toMatchObject({
      publicUrl: url,
      pid: spawned.pid,
      bootstrap: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    })
    expect((await stat(join(data.path, 'mirror.json'))).mode & 0o777).toBe(0o600)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)

    const second = await spawn('--port', '0', '--bootstrap', 'local')
    expect((await second.exited).code).toBe(1)
    expect(second.stderr.join('\n')).toContain('already running')

    expect(await spawned.stop('SIGTERM', 10_000)).toEqual({ code: 0, signal: null })
  }, 90_000)

  test('names every flag that is wrong, and exits with 2', async () => {
    const spawned = await spawn('--port', 'many', '--colour', 'blue')
    expect((await spawned.exited).code).toBe(2)
    expect(spawned.stderr.join('\n')).toMatch(/colour[^]*port|port[^]*colour/i)
  }, 30_000)

  test('killed twice while a peer writes, it ends in the same state, with one mail for each comment', async () => {
    const first = await start()
    const alice = await TestPeer.start(first.file.bootstrap)
    try {
      const repo = answered(await alice.peer.createRepository({ name: 'killed' })).id
      alice.seed()
      await first.api.host(repo)
      const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
      const thread = opened?.op
      if (thread === undefined) throw new Error('nothing was written')
      await until(() => first.api.comments(repo, '1'), { what: 'the thread is shown' })
      await subscribe(data.path, first.file.publicUrl, toZ32(thread), 'reader@example.org')

      const say = (from: number, count: number) =>
        alice.write(
          repo,
          ...Array.from({ length: count }, (_, index) => ({
            type: 'comment' as const,
            thread,
            body: `word-${from + index}.`,
          })),
        )
      await say(0, 10)
      await first.spawned.kill()
      await say(10, 10)
      const second = await start()
      expect(second.file.bootstrap).toBe(first.file.bootstrap)
      await say(20, 10)
      await second.spawned.kill()
      const third = await start()
      await third.api.agrees(alice, repo, 60_000)

      const notices = async () => (await mailsOf(data.path)).filter((mail) => /word-\d+\./.test(mail))
      await until(async () => (await notices()).length >= 30, {
        what: 'all mails are written',
        timeoutMs: 60_000,
        everyMs: 200,
      })
      const told = (await notices()).map((mail) => /word-(\d+)\./.exec(mail)?.[1])
      expect(new Set(told).size).toBe(30)
      expect(told).toHaveLength(30)
    } finally {
      await alice.close()
    }
  }, 240_000)
})
