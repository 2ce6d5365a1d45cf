import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { toZ32 } from '@hypergit/domain'
import {
  requires,
  spawnProcess,
  startDht,
  startPostgres,
  startRedis,
  tempDir,
  until,
  type LocalDht,
  type PostgresServer,
  type RedisServer,
  type SpawnedProcess,
  type TempDir,
} from '@hypergit/testing'
import { answered, MirrorApi, TestPeer } from './mirror-world.js'

const token = 'a-token-of-the-owner-for-this-test-only'
const internalToken = 'a-token-between-services-for-this-test'

/** What a service says of itself in the line with which it begins to work. */
const urlSaid = async (spawned: SpawnedProcess, field: string): Promise<string> => {
  const find = () =>
    spawned.stderr.map((line) => new RegExp(`"${field}":"([^"]+)"`).exec(line)?.[1]).find((url) => url !== undefined)
  return until(find, { what: 'the service works', timeoutMs: 60_000 })
}

requires('redis')('services in processes of their own', () => {
  let data: TempDir
  let redis: RedisServer
  let postgres: PostgresServer
  let dht: LocalDht
  let databaseUrl: string
  let alice: TestPeer
  const running = new Set<SpawnedProcess>()

  /** Starts a service as its container does, and waits until it says that it works. */
  const start = async (app: string, folder: string, environment: Readonly<Record<string, string>> = {}) => {
    const main = join(import.meta.dirname, '..', '..', app, 'dist', 'main.js')
    const spawned = await spawnProcess(process.execPath, [main], {
      env: {
        DATABASE_URL: databaseUrl,
        REDIS_URL: redis.url,
        HYPERGIT_DATA: join(data.path, folder),
        HYPERGIT_BOOTSTRAP: dht.address,
        HYPERGIT_INTERNAL_TOKEN: internalToken,
        HEALTH_PORT: '0',
        LOG_LEVEL: 'info',
        ...environment,
      },
    })
    running.add(spawned)
    return spawned
  }

  beforeAll(async () => {
    data = await tempDir('hypergit-services-')
    redis = await startRedis()
    postgres = await startPostgres()
    databaseUrl = await postgres.database()
    dht = await startDht()
    alice = await TestPeer.start(dht.address)
  }, 60_000)

  afterAll(async () => {
    await alice?.close()
    for (const spawned of running) await spawned.stop()
    await dht?.stop()
    await redis?.stop()
    await postgres?.stop()
    await data?.remove()
  }, 60_000)

  test('a second validator takes over within 20 seconds when one is killed', async () => {
    const doomed = await start('validator', 'validator-1')
    await urlSaid(doomed, 'health')
    await start('replicator', 'replicator')
    const dashboard = await start('dashboard', 'dashboard', {
      PORT: '0',
      OPERATOR_PORT: '0',
      HYPERGIT_OPERATOR_TOKEN: token,
      NOTIFIER_URL: 'http://127.0.0.1:9',
    })
    const api = new MirrorApi({
      publicUrl: await urlSaid(dashboard, 'pages'),
      operatorUrl: await urlSaid(dashboard, 'operator'),
      setupToken: token,
    })

    const repo = answered(await alice.peer.createRepository({ name: 'taken-over' })).id
    alice.seed()
    await api.host(repo)
    const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
    if (opened === undefined) throw new Error('nothing was written')
    await api.agrees(alice, repo, 30_000)

    await doomed.kill()
    await alice.write(repo, { type: 'comment', thread: opened.op, body: 'who judges this?' })
    const heir = await start('validator', 'validator-2')
    await urlSaid(heir, 'health')
    await api.agrees(alice, repo, 20_000)
    expect((await api.comments(repo, '1')).map(({ body }) => body)).toEqual(['who judges this?'])
    expect((await api.get<{ id: string }>(`/api/repositories/${toZ32(repo)}`)).id).toBe(toZ32(repo))
  }, 150_000)
})
