import 'reflect-metadata'
import type { Database } from '@hypergit/database'
import { createRegistry, Readiness, type Logger } from '@hypergit/observability'
import type { Queues } from '@hypergit/queues'
import type { Registry } from 'prom-client'
import type { Delivery } from './delivery/deliver-mail.js'
import { jobHandlers } from './delivery/job-handlers.js'
import { MailHints } from './delivery/mail-hints.js'
import { OutboxSweeper } from './delivery/outbox-sweeper.js'
import { startInternalServer } from './internal-api/internal-server.js'
import { mailEncoder } from './mail/encode-mail.js'
import { mailHostOf, type Sender } from './mail/mail-message.js'
import { notifierMetrics } from './notifier-metrics.js'
import { migrations, schemaName } from './schema/migrations.js'
import { poolSql } from './schema/pool-sql.js'
import type { NotifierSettings } from './settings.js'
import { readLinkKeys } from './tokens/link-keys.js'
import { openTransport } from './transport/open-transport.js'

export interface NotifierOptions {
  readonly config: NotifierSettings
  readonly database: Database
  readonly queues: Queues<'notifier'>
  /** Nothing it is given holds an address or a token. */
  readonly logger: Logger
}

export interface RunningNotifier {
  /** Origin of the internal API. */
  readonly internalUrl: string
  readonly registry: Registry
  readonly readiness: Readiness
  /** Finishes the mails in hand and stops; database and queues stay open for their owner. */
  close(): Promise<void>
}

const now = (): number => Date.now()
const mailsAtOnce = 4

/** Starts a notifier. Any number of them may share a database and queues. */
export async function createNotifier({ config, database, queues, logger }: NotifierOptions): Promise<RunningNotifier> {
  await database.migrate(schemaName, migrations)
  const sql = poolSql(database.pool(schemaName))
  const keys = await readLinkKeys(sql, now())
  const transport = await openTransport(config.route)
  const registry = createRegistry('notifier')
  const onProblem = (problem: Error) => logger.warn({ err: problem }, problem.message)
  const hints = new MailHints(queues.producer('mail'), onProblem)
  const sender = () => senderOf(config)
  const delivery: Delivery = { sql, keys, encode: mailEncoder(config.dkim), transport, sender, now }
  const readiness = new Readiness({ database: () => database.ping(), queues: () => queues.ping() })

  const server = await startInternalServer(
    {
      sql,
      keys,
      hints,
      internalToken: config.internalToken,
      publicUrl: config.publicUrl,
      registry,
      readiness,
      now,
    },
    config,
  )
  const handlers = jobHandlers({
    sql,
    delivery,
    hints,
    holdBackMs: config.holdBackMs,
    metrics: notifierMetrics(registry, sql),
  })
  const working = await queues.work(handlers, { concurrency: mailsAtOnce })
  const sweeper = new OutboxSweeper({ sql, hints, resumable: transport.resumable, now, onProblem })
  sweeper.start()
  logger.info({ mail: transport.description }, 'the notifier works')

  return {
    internalUrl: server.url,
    registry,
    readiness,
    async close() {
      await sweeper.stop()
      await working.close()
      await server.close()
      await transport.close()
    },
  }
}

function senderOf({ publicUrl, mailFrom, mirrorName, contact }: NotifierSettings): Sender | undefined {
  const url = publicUrl()
  if (url === undefined) return undefined
  const named = { mailFrom, mailHost: mailHostOf(mailFrom), mirrorName, publicUrl: url.replace(/\/+$/, '') }
  return contact === undefined ? named : { ...named, contact }
}
