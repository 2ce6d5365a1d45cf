import type { Database } from '@hypergit/database'
import type { Queues } from '@hypergit/queues'
import { Registry } from 'prom-client'
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

/** The part of a logger that the notifier uses; nothing it logs holds an address or a token. */
export interface NotifierLogger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

export interface NotifierOptions {
  readonly config: NotifierSettings
  readonly database: Database
  readonly queues: Queues<'notifier'>
  readonly logger: NotifierLogger
}

export interface Notifier {
  /** Origin of the internal API. */
  readonly internalUrl: string
  readonly registry: Registry
  /** Names of what is not ready; empty when it is. */
  readonly notReady: () => Promise<readonly string[]>
  /** Finishes the mails in hand and stops; database and queues stay open for their owner. */
  close(): Promise<void>
}

const now = (): number => Date.now()
const mailsAtOnce = 4

/** Starts a notifier. Any number of them may share a database and queues. */
export async function createNotifier({ config, database, queues, logger }: NotifierOptions): Promise<Notifier> {
  await database.migrate(schemaName, migrations)
  const sql = poolSql(database.pool(schemaName))
  const keys = await readLinkKeys(sql, now())
  const transport = await openTransport(config.route)
  const registry = new Registry()
  // An error of the database may quote a row, and so an address, in its details: only its message is logged.
  const onProblem = (problem: Error) => logger.warn({ reason: messageOf(problem.cause) }, problem.message)
  const hints = new MailHints(queues.producer('mail'), onProblem)
  const sender = () => senderOf(config)
  const delivery: Delivery = { sql, keys, encode: mailEncoder(config.dkim), transport, sender, now }
  const notReady = async () => [
    ...(await unanswered('database', database.ping())),
    ...(await unanswered('queues', queues.ping())),
  ]

  const server = await startInternalServer(
    { sql, keys, hints, internalToken: config.internalToken, registry, notReady, now },
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
    notReady,
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

async function unanswered(name: string, ping: Promise<void>): Promise<readonly string[]> {
  try {
    await ping
    return []
  } catch {
    return [name]
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
