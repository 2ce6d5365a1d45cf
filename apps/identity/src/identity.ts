import type { Database } from '@hypergit/database'
import { Readiness, repeat, type Logger, type Repeating } from '@hypergit/observability'
import type { Queues, Working } from '@hypergit/queues'
import type { OnModuleDestroy } from '@nestjs/common'
import type { Registry } from 'prom-client'
import { ClaimStore } from './claims/claim-store.js'
import { resendChanges } from './claims/resend-changes.js'
import { identityHandlers } from './identity.processor.js'
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
const claimsAtOnce = 2

/** Lists who claims to be whom, and tells the dashboard (docs/protocol.md, section 7). */
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
    const store = new ClaimStore(database.pool(schemaName))
    const identities = queues.producer('identities')
    const working = await queues.work(identityHandlers({ store, identities, now }), { concurrency: claimsAtOnce })
    const resending = repeat(
      (signal) => resendChanges(store, identities, now() - config.resendForMs, signal),
      config.resendMs,
      (error) => logger.warn({ err: error }, 'saying claims again failed'),
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
