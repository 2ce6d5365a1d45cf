import { ConfigError } from './config-error.js'
import {
  readDashboardConfig,
  readNotifierConfig,
  readReplicatorConfig,
  readValidatorConfig,
} from './service-configs.js'

const shared = { DATABASE_URL: 'postgres://hypergit:pw@db:5432/hypergit', REDIS_URL: 'redis://redis:6379' }
const secret = 'x'.repeat(32)

const problemsOf = (read: () => unknown): readonly string[] => {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('a service by itself', () => {
  test('needs the database and the queues that all share', () => {
    expect(problemsOf(() => readValidatorConfig({}))).toEqual([
      'DATABASE_URL is required: the PostgreSQL that all services share',
      'REDIS_URL is required: the Redis that all services share (or HYPERGIT_QUEUES=postgres)',
    ])
    expect(
      problemsOf(() => readValidatorConfig({ DATABASE_URL: shared.DATABASE_URL, HYPERGIT_QUEUES: 'postgres' })),
    ).toEqual([])
  })

  test('the replicator has its swarm and its bounds', () => {
    const config = readReplicatorConfig({
      ...shared,
      HYPERGIT_DATA: '/data',
      HYPERGIT_DHT_PORT: '49737',
      HYPERGIT_QUOTA_CORES_PER_REPOSITORY: '9',
      HYPERGIT_QUOTA_OPS_PER_USER_LOG: '100',
    })
    expect(config).toEqual({
      data: '/data',
      backing: { databaseUrl: shared.DATABASE_URL, redisUrl: shared.REDIS_URL },
      dhtPort: 49_737,
      quotas: { coresPerLogMax: 9 },
      userQuotas: { opsPerUserLogMax: 100 },
      health: { host: '127.0.0.1', port: 9464 },
      logLevel: 'info',
    })
  })

  test('the notifier needs the address of the pages and the secret of its internal API', () => {
    expect(problemsOf(() => readNotifierConfig(shared))).toEqual([
      'PUBLIC_URL is required: links in mails lead there',
      'HYPERGIT_INTERNAL_TOKEN is required: secret between dashboard and notifier, at least 32 characters',
    ])
    const config = readNotifierConfig({
      ...shared,
      PUBLIC_URL: 'https://m.test',
      HYPERGIT_INTERNAL_TOKEN: secret,
      HOST: '0.0.0.0',
      PORT: '8090',
    })
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 8090,
      publicUrl: 'https://m.test',
      mail: { holdBackMs: 120_000 },
    })
  })

  test('the dashboard needs the notifier', () => {
    const config = readDashboardConfig({
      ...shared,
      NOTIFIER_URL: 'http://notifier:8090',
      HYPERGIT_INTERNAL_TOKEN: secret,
    })
    expect(config).toMatchObject({
      port: 8080,
      operatorPort: 8081,
      notifierUrl: 'http://notifier:8090',
      internalToken: secret,
    })
    expect(problemsOf(() => readDashboardConfig({ ...shared, HYPERGIT_INTERNAL_TOKEN: secret }))).toEqual([
      "NOTIFIER_URL is required: the notifier's internal API, such as http://notifier:8080",
    ])
  })
})
