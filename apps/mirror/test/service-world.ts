import { join } from 'node:path'
import {
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
import { MirrorApi } from './mirror-world.js'

const token = 'a-token-of-the-owner-for-this-test-only'
const internalToken = 'a-token-between-services-for-this-test'

/** What a service says of itself in the line with which it begins to work. */
const urlSaid = async (spawned: SpawnedProcess, field: string): Promise<string> => {
  const find = () =>
    spawned.stderr.map((line) => new RegExp(`"${field}":"([^"]+)"`).exec(line)?.[1]).find((url) => url !== undefined)
  return until(find, { what: 'the service works', timeoutMs: 60_000 })
}

/** A gauge of a service, as Prometheus would read it. */
export const gauge = async (service: SpawnedProcess, name: string): Promise<number> => {
  const text = await (await fetch(`${await urlSaid(service, 'health')}/metrics`)).text()
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)`, 'm').exec(text)?.[1])
}

export interface DashboardProcess {
  readonly api: MirrorApi
  readonly publicUrl: string
}

/** Services in processes of their own, as containers run them, on one Redis, one PostgreSQL and one DHT. */
export class ServiceWorld {
  readonly #running = new Set<SpawnedProcess>()

  private constructor(
    private readonly data: TempDir,
    private readonly redis: RedisServer,
    private readonly postgres: PostgresServer,
    private readonly dht: LocalDht,
    private readonly databaseUrl: string,
  ) {}

  static async open(): Promise<ServiceWorld> {
    const [data, redis, postgres, dht] = await Promise.all([
      tempDir('hypergit-services-'),
      startRedis(),
      startPostgres(),
      startDht(),
    ])
    return new ServiceWorld(data, redis, postgres, dht, await postgres.database())
  }

  get bootstrap(): string {
    return this.dht.address
  }

  /** Starts a service as its container does. */
  async start(
    app: string,
    folder: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<SpawnedProcess> {
    const main = join(import.meta.dirname, '..', '..', app, 'dist', 'main.js')
    const spawned = await spawnProcess(process.execPath, [main], {
      env: {
        DATABASE_URL: this.databaseUrl,
        REDIS_URL: this.redis.url,
        HYPERGIT_DATA: join(this.data.path, folder),
        HYPERGIT_BOOTSTRAP: this.dht.address,
        HYPERGIT_INTERNAL_TOKEN: internalToken,
        HEALTH_PORT: '0',
        LOG_LEVEL: 'info',
        ...environment,
      },
    })
    this.#running.add(spawned)
    return spawned
  }

  /** Starts a dashboard, and waits until it serves. */
  async startDashboard(): Promise<DashboardProcess> {
    const dashboard = await this.start('dashboard', 'dashboard', {
      PORT: '0',
      OPERATOR_PORT: '0',
      HYPERGIT_OPERATOR_TOKEN: token,
      NOTIFIER_URL: 'http://127.0.0.1:9',
    })
    const publicUrl = await urlSaid(dashboard, 'pages')
    const operatorUrl = await urlSaid(dashboard, 'operator')
    return { publicUrl, api: new MirrorApi({ publicUrl, operatorUrl, setupToken: token }) }
  }

  /** Starts two of a service, and waits until each holds half of the partitions. */
  async startTwo(app: 'validator' | 'replicator'): Promise<readonly [SpawnedProcess, SpawnedProcess]> {
    const two = await Promise.all([this.start(app, `${app}-1`), this.start(app, `${app}-2`)])
    for (const one of two)
      await until(async () => (await gauge(one, `hypergit_${app}_partitions`)) === 32, {
        what: `each ${app} holds its share`,
        timeoutMs: 60_000,
        everyMs: 200,
      })
    return two
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((spawned) => spawned.stop()))
    await this.dht.stop()
    await this.redis.stop()
    await this.postgres.stop()
    await this.data.remove()
  }
}
