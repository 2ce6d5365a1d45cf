import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { OpId } from '@hypergit/domain'
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

/** A gauge of a service, as Prometheus would read it. */
const gauge = async (service: SpawnedProcess, name: string): Promise<number> => {
  const text = await (await fetch(`${await urlSaid(service, 'health')}/metrics`)).text()
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)`, 'm').exec(text)?.[1])
}

const openLogsOf = (validator: SpawnedProcess): Promise<number> => gauge(validator, 'hypergit_validator_open_logs')

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

  test('of two validators that share the partitions, one takes over within 20 seconds when the other is killed', async () => {
    const doomed = await start('validator', 'validator-1')
    const heir = await start('validator', 'validator-2')
    for (const validator of [doomed, heir]) {
      await until(async () => (await gauge(validator, 'hypergit_validator_partitions')) === 32, {
        what: 'each validator holds its share',
        timeoutMs: 60_000,
        everyMs: 200,
      })
    }
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

    const threads = new Map<string, OpId>()
    while ((await openLogsOf(doomed)) === 0 || (await openLogsOf(heir)) === 0) {
      const repo = answered(await alice.peer.createRepository({ name: `taken-over-${threads.size}` })).id
      alice.seed()
      await api.host(repo)
      const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
      if (opened === undefined) throw new Error('nothing was written')
      threads.set(repo, opened.op)
      await api.agrees(alice, repo, 30_000)
    }

    await doomed.kill()
    for (const [repo, thread] of threads) await alice.write(repo, { type: 'comment', thread, body: 'who judges this?' })
    await Promise.all([...threads.keys()].map((repo) => api.agrees(alice, repo, 20_000)))
    for (const repo of threads.keys())
      expect((await api.comments(repo, '1')).map(({ body }) => body)).toEqual(['who judges this?'])
  }, 180_000)
})
