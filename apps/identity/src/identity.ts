import type { Database } from '@hypergit/database'
import { Readiness, repeat, type Logger, type Repeating } from '@hypergit/observability'
import type { Queues, Working } from '@hypergit/queues'
import type { OnModuleDestroy } from '@nestjs/common'
import type { Registry } from 'prom-client'
import { identityHandlers } from './identity.processor.js'
import { PeopleStore } from './people-store.js'
import { Resending } from './resending.js'
import { openProducers } from './saying.js'
import type { IdentitySettings } from './settings.js'
import { migrations } from './sql/migrations.js'

export interface IdentityOptions {
  readonly config: IdentitySettings
  readonly database: Database
  readonly queues: Queues<'identity'>
  readonly logger: Logger
  /** Where metrics are collected; absent: a registry of its own. */
  readonly registry?: Registry
}

const now = (): number => Date.now()
const schemaName = 'identity'
const jobsAtOnce = 2

/** Keeps who claims to be whom and what their own logs say of it, and tells dashboard, notifier and replicator (docs/protocol.md, section 7). */
export class Identity implements OnModuleDestroy {
  private constructor(
    private readonly options: IdentityOptions,
    private readonly working: Working,
    private readonly resending: Repeating,
  ) {}

  /** Starts working. Rejects when SQL or queues cannot be used. */
  static async start(options: IdentityOptions): Promise<Identity> {
    const { config, database, queues, logger } = options
    await database.migrate(schemaName, migrations)
    const pool = database.pool(schemaName)
    const store = new PeopleStore(pool, config, now)
    const to = openProducers(queues)
    const working = await queues.work(identityHandlers({ store, to }), { concurrency: jobsAtOnce })
    const { random } = Math
    const resender = new Resending({ pool, store, to, settings: config, now, random })
    const resending = repeat(
      (signal) => resender.run(signal),
      config.resendMs,
      (error) => logger.warn({ err: error }, 'saying again what changed failed'),
    )
    return new Identity(options, working, resending)
  }

  /** What has to hold before it can work. */
  readiness(): Readiness {
    return new Readiness({
      postgres: () => this.options.database.ping(),
      queues: () => this.options.queues.ping(),
    })
  }

  /** Finishes the jobs in hand; database and queues stay open for their owner. */
  async close(): Promise<void> {
    await this.resending.close()
    await this.working.close()
  }

  onModuleDestroy(): Promise<void> {
    return this.close()
  }
}
