import { openDatabase, type Database } from '@hypergit/database'
import { openBackend, openQueues, type Backend, type Producer, type Queues } from '@hypergit/queues'
import { startPostgres, startRedis, tempDir } from '@hypergit/testing'
import { createDashboard, type Dashboard, type DashboardOptions } from '../src/create-dashboard.js'
import type { DashboardSettings } from '../src/settings.js'

export const operatorToken = 'the-operator-of-these-tests-in-32-characters'

export interface RunningDashboard {
  readonly dashboard: Dashboard
  readonly database: Database
  readonly queues: Queues<'dashboard'>
  readonly changes: Producer<'changes'>
  readonly replication: Producer<'replication'>
  readonly identities: Producer<'identities'>
  readonly profiles: Producer<'profiles'>
  /** The replicator's end, for tests that answer for it. */
  readonly replicator: Queues<'replicator'>
  /** Origin of the public listener, by its address. */
  readonly origin: string
  readonly operatorOrigin: string
  readonly backend: Backend
  /** Warnings and errors that were logged. */
  readonly problems: unknown[]
  /** Another process of the same mirror's dashboard. */
  another(more?: Pick<DashboardOptions, 'evidence'>): Promise<Dashboard>
  close(): Promise<void>
}

const runAll = async (closers: readonly (() => Promise<unknown>)[]): Promise<void> => {
  for (const close of closers) await close()
}

/** A dashboard on a real PostgreSQL and a real Redis, with the validator's and the replicator's ends of its queues. */
export const runDashboard = async (
  settings: Partial<DashboardSettings> = {},
  more: Pick<DashboardOptions, 'evidence'> = {},
): Promise<RunningDashboard> => {
  const [postgres, redis, folder] = await Promise.all([startPostgres(), startRedis(), tempDir('hypergit-dashboard-')])
  const database = await openDatabase({ url: await postgres.database(), folder: folder.path })
  const backend = await openBackend({ database, redisUrl: redis.url, folder: folder.path })
  const [queues, validator, replicator, identity] = await Promise.all([
    openQueues({ service: 'dashboard', database, backend }),
    openQueues({ service: 'validator', database, backend }),
    openQueues({ service: 'replicator', database, backend }),
    openQueues({ service: 'identity', database, backend }),
  ])
  const problems: unknown[] = []
  const keep = (fields: object, message: string) => void problems.push({ message, ...fields })
  const options: DashboardOptions = {
    ...more,
    database,
    queues,
    log: { info: () => undefined, warn: keep, error: keep },
    settings: {
      host: '127.0.0.1',
      port: 0,
      operatorHost: '127.0.0.1',
      operatorPort: 0,
      trustProxy: false,
      mirrorName: 'Mirror of tests',
      contact: 'abuse@mirror.example',
      operatorTokens: [operatorToken],
      bootstrap: () => '127.0.0.1:49737',
      notifierUrl: () => undefined,
      internalToken: 'a secret between services, for tests',
      ...settings,
    },
  }
  const dashboard = await createDashboard(options)
  return {
    dashboard,
    database,
    queues,
    backend,
    problems,
    changes: validator.producer('changes'),
    replication: replicator.producer('replication'),
    identities: identity.producer('identities'),
    profiles: identity.producer('profiles'),
    replicator,
    another: async (changed = {}) =>
      createDashboard({
        ...options,
        ...changed,
        queues: await openQueues({ service: 'dashboard', database, backend }),
      }),
    origin: `http://127.0.0.1:${dashboard.publicPort}`,
    operatorOrigin: `http://127.0.0.1:${dashboard.operatorPort}`,
    close: () =>
      runAll([
        () => dashboard.close(),
        () => queues.close(),
        () => validator.close(),
        () => replicator.close(),
        () => identity.close(),
        () => backend.close(),
        () => database.close(),
        () => redis.stop(),
        () => postgres.stop(),
        () => folder.remove(),
      ]),
  }
}
