import { openDatabase } from '@hypergit/database'
import { openBackend, openQueues } from '@hypergit/queues'
import {
  startRedis,
  startSmtp,
  tempDir,
  until,
  type PostgresServer,
  type RedisServer,
  type SmtpTestServer,
} from '@hypergit/testing'
import type { TestThread } from './events.js'
import { linkToken } from './mail-world.js'
import { callInternal, startNotifierProcess, type NotifierProcess } from './notifier-process.js'

/** The one subscriber. */
export const ada = 'ada@example.org'

/** Notifier processes between a real Redis, a real PostgreSQL and a real mail server, and a validator's end of the queue. */
export interface NotifierRig {
  readonly redis: RedisServer
  readonly smtp: SmtpTestServer
  /** HYPERGIT_DATA of the processes. */
  readonly data: string
  start(env?: Readonly<Record<string, string>>): Promise<NotifierProcess>
  subscribe(notifier: NotifierProcess, thread: TestThread): Promise<void>
  /** Sends an event for each of `Comment FROM.` to `Comment TO.`, the last left out. */
  tell(thread: TestThread, from: number, to: number): Promise<void>
  /** Sends a job that says `text` so many times. */
  repeat(thread: TestThread, text: string, times: number): Promise<void>
  /** Numbers of the comments whose mails arrived, in ascending order, each as often as it arrived. */
  arrived(): readonly number[]
  /** States of all notifications. */
  states(): Promise<readonly string[]>
  close(): Promise<void>
}

export async function notifierRig(postgres: PostgresServer): Promise<NotifierRig> {
  const redis = await startRedis()
  const smtp = await startSmtp()
  const folder = await tempDir()
  const databaseUrl = await postgres.database()
  const database = await openDatabase({ url: databaseUrl, folder: folder.path })
  const backend = await openBackend({ database, redisUrl: redis.url, folder: folder.path })
  const validator = await openQueues({ service: 'validator', database, backend })
  const events = validator.producer('events')
  const started: NotifierProcess[] = []
  return {
    redis,
    smtp,
    data: folder.path,
    async start(env = {}) {
      const notifier = await startNotifierProcess({
        DATABASE_URL: databaseUrl,
        REDIS_URL: redis.url,
        HYPERGIT_DATA: folder.path,
        SMTP_URL: smtp.url,
        MAIL_FROM: 'mirror@mirror.example',
        MAIL_HOLD_MS: '100',
        ...env,
      })
      started.push(notifier)
      return notifier
    },
    async subscribe({ internalUrl }, { log, op, title }) {
      await callInternal(internalUrl, 'POST', '/internal/subscriptions', {
        log,
        thread: op,
        threadTitle: title,
        email: ada,
      })
      const mail = await until(() => smtp.mailsTo(ada)[0], { what: 'the confirmation arrives' })
      await callInternal(internalUrl, 'POST', `/internal/tokens/confirm/${linkToken(mail, 'confirm')}`, {})
    },
    async tell(thread, from, to) {
      for (let n = from; n < to; n++) await events.send(thread.job([thread.event(`Comment ${n}.`)]))
    },
    async repeat(thread, text, times) {
      const job = thread.job([thread.event(text)])
      for (let n = 0; n < times; n++) await events.send(job)
    },
    arrived: () =>
      smtp
        .mailsTo(ada)
        .flatMap(({ parsed }) => /Comment (\d+)\./.exec(parsed.text ?? '')?.[1] ?? [])
        .map(Number)
        .toSorted((a, b) => a - b),
    async states() {
      const { rows } = await database
        .pool('notifier')
        .query<{ state: string }>('select state from notifier.outbox where op is not null')
      return rows.map(({ state }) => state)
    },
    async close() {
      await Promise.all(started.map(({ process: child }) => child.stop()))
      await validator.close()
      await backend.close()
      await database.close()
      await smtp.stop()
      await redis.stop()
      await folder.remove()
    },
  }
}
