import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { emptyRedis, requires, startRedis, tempDir, until, type RedisServer, type TempDir } from '@hypergit/testing'
import type { OpId } from '@hypergit/domain'
import type { RunningMirror } from '../src/index.js'
import { answered, MirrorApi, startMirror, TestPeer } from './mirror-world.js'

const comments = (thread: OpId, from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ type: 'comment' as const, thread, body: `comment ${from + index}` }))

requires('redis')('a mirror whose queues fail', () => {
  let redis: RedisServer
  let data: TempDir
  let mirror: RunningMirror
  let api: MirrorApi
  let alice: TestPeer
  let repo: string

  const start = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
    mirror = await startMirror(data.path, { REDIS_URL: redis.url, ...environment })
    api = new MirrorApi(mirror)
    alice = await TestPeer.start(mirror.bootstrap ?? '')
    repo = answered(await alice.peer.createRepository({ name: 'hardship' })).id
    alice.seed()
    await api.host(repo)
  }

  const openThread = async (): Promise<OpId> => {
    const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
    if (opened === undefined) throw new Error('nothing was written')
    return opened.op
  }

  beforeEach(async () => {
    ;[redis, data] = await Promise.all([startRedis(), tempDir('hypergit-mirror-')])
  }, 30_000)

  afterEach(async () => {
    await alice?.close()
    await mirror?.close()
    await redis?.stop()
    await data?.remove()
  }, 30_000)

  test('loses nothing when Redis is emptied again and again while peers write, and is killed and comes back', async () => {
    await start()
    const thread = await openThread()
    for (let round = 0; round < 5; round += 1) {
      await alice.write(repo, ...comments(thread, round * 40, 40))
      await emptyRedis(redis.url)
    }
    await api.agrees(alice, repo, 60_000)
    await until(async () => (await api.comments(repo, '1')).length === 200, { what: 'all comments are shown' })

    await alice.write(repo, ...comments(thread, 200, 50))
    await redis.kill()
    await alice.write(repo, ...comments(thread, 250, 50))
    await redis.start()
    await api.agrees(alice, repo, 60_000)
    await until(async () => (await api.comments(repo, '1')).length === 300, { what: 'the others are shown as well' })
  }, 180_000)

  test('comes to the same state with every tenth job dropped and every tenth doubled', async () => {
    await start({ HYPERGIT_QUEUE_CHAOS: 'drop:10,double:10' })
    const thread = await openThread()
    for (let round = 0; round < 20; round += 1) await alice.write(repo, ...comments(thread, round * 10, 10))
    await api.agrees(alice, repo, 60_000)
    expect((await api.repository(repo)).blacklist).toEqual([])
  }, 90_000)
})
