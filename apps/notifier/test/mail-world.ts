import { addressText, type UserKeys } from '@hypergit/client'
import { openDatabase } from '@hypergit/database'
import type { EventsJob, Notice } from '@hypergit/queues'
import {
  startPostgres,
  startSmtp,
  type PostgresServer,
  type ReceivedMail,
  type SmtpTestServer,
} from '@hypergit/testing'
import { bounds } from '../src/bounds.js'
import { deliverMail, type Delivered, type Delivery } from '../src/delivery/deliver-mail.js'
import { mailEncoder } from '../src/mail/encode-mail.js'
import type { Sender } from '../src/mail/mail-message.js'
import { makeChallenge } from '../src/people/address-challenge.js'
import { bindAddress, type BindingOutcome, type BindingRequest } from '../src/people/bind-address.js'
import { planPersonNotices } from '../src/people/plan-person-notices.js'
import { planEvents } from '../src/planning/plan-events.js'
import { migrations, schemaName } from '../src/schema/migrations.js'
import { poolSql } from '../src/schema/pool-sql.js'
import type { TransactionalSql } from '../src/schema/sql.js'
import { showLink, useLink } from '../src/subscriptions/follow-link.js'
import { requestSubscription, type RequestOutcome } from '../src/subscriptions/request-subscription.js'
import type { Level } from '../src/subscriptions/subscription.js'
import { readLinkKeys, type LinkKeys } from '../src/tokens/link-keys.js'
import type { LinkKind } from '../src/tokens/link-token.js'
import { smtpTransport } from '../src/transport/smtp-transport.js'
import type { TestThread } from './events.js'

const origin = 'https://mirror.example'
export const holdBackMs = 120_000

/** The notifier's logic on a real PostgreSQL and a real SMTP server, with a clock that tests move. */
export interface MailWorld {
  readonly sql: TransactionalSql
  readonly keys: LinkKeys
  readonly smtp: SmtpTestServer
  readonly delivery: Delivery
  readonly nowMs: () => number
  pass(ms: number): void
  ask(
    thread: TestThread,
    email: string,
    over?: { readonly level?: Level; readonly client?: string },
  ): Promise<RequestOutcome>
  /** Signs for the address as a device of the user does, and asks. */
  bind(user: UserKeys, email: string, over?: Partial<BindingRequest>): Promise<BindingOutcome>
  /** Takes a `notices` job. */
  tell(...notices: readonly Notice[]): Promise<readonly string[]>
  /** Asks, gets the mail, and presses the button of its page. */
  subscribe(thread: TestThread, email: string, level?: Level): Promise<void>
  plan(job: EventsJob): Promise<readonly string[]>
  /** Gives every held mail to a worker, due or not, as late or doubled jobs would. */
  deliverAll(): Promise<readonly Delivered[]>
  /** Waits out the hold-back, then delivers. */
  settle(): Promise<readonly Delivered[]>
  /** Notifications (not confirmations) that arrived at the address. */
  notifications(address: string): readonly ReceivedMail[]
  states(): Promise<readonly string[]>
  close(): Promise<void>
}

const sender = (): Sender => ({
  mailFrom: 'mirror@mirror.example',
  mailHost: 'mirror.example',
  mirrorName: 'Test mirror',
  publicUrl: origin,
})

let server: PostgresServer | undefined

/** One PostgreSQL for a test file, a fresh database for each world. */
export async function mailWorld(): Promise<MailWorld> {
  server ??= await startPostgres()
  const database = await openDatabase({ url: await server.database(), folder: '' })
  await database.migrate(schemaName, migrations)
  const sql = poolSql(database.pool(schemaName))
  let clockMs = 1_700_000_000_000
  const now = () => clockMs
  const keys = await readLinkKeys(sql, now())
  const smtp = await startSmtp()
  const transport = smtpTransport(smtp.url)
  const delivery: Delivery = { sql, keys, encode: mailEncoder(undefined), transport, sender, now }

  const deliverAll = async () => {
    const rows = await sql.query<{ id: string }>(
      `select id from notifier.outbox where state = 'held' order by created_at_ms, id`,
    )
    return Promise.all(rows.map(({ id }) => deliverMail(delivery, id)))
  }
  const ask: MailWorld['ask'] = (thread, email, { level = 'all', client = 'somebody' } = {}) =>
    requestSubscription(
      sql,
      { log: thread.log, thread: thread.op, threadTitle: thread.title, email, level, client },
      now(),
    )

  return {
    sql,
    keys,
    smtp,
    delivery,
    deliverAll,
    ask,
    nowMs: now,
    pass(ms) {
      clockMs += ms
    },
    async subscribe(thread, email, level = 'all') {
      const asked = await ask(thread, email, { level })
      if (asked.outcome === 'refused') throw new Error(asked.detail)
      await deliverMail(delivery, asked.mailId)
      const mail = smtp.mailsTo(email).at(-1)
      await useLink(sql, keys, 'confirm', linkToken(mail, 'confirm'), {}, now())
      clockMs += 1
    },
    async bind(user, email, over = {}) {
      const challenge = over.challenge ?? makeChallenge(keys.all[0], user.user, now() + bounds.challengeLastsMs)
      const proof = over.proof ?? user.attest(addressText({ user: user.user, origin, challenge, email }))
      return bindAddress(
        sql,
        keys,
        origin,
        { user: user.user, email, challenge, proof, client: 'somebody', ...over },
        now(),
      )
    },
    async tell(...notices) {
      return (await planPersonNotices(sql, { notices }, now())).mailIds
    },
    async plan(job) {
      const { mailIds } = await planEvents(sql, job, { nowMs: now(), holdBackMs })
      return mailIds
    },
    async settle() {
      clockMs += holdBackMs
      return deliverAll()
    },
    notifications: (address) =>
      smtp.mailsTo(address).filter(({ parsed }) => parsed.subject?.startsWith('Re: ') === true),
    async states() {
      const rows = await sql.query<{ state: string }>(
        `select state from notifier.outbox where kind <> 'confirmation' order by created_at_ms, id`,
      )
      return rows.map(({ state }) => state)
    },
    async close() {
      await transport.close()
      await smtp.stop()
      await database.close()
    },
  }
}

export async function stopPostgres(): Promise<void> {
  await server?.stop()
  server = undefined
}

const paths: Readonly<Record<LinkKind, RegExp>> = {
  confirm: /\/subscriptions\/confirm\/([\w-]+)/,
  manage: /\/subscriptions\/([\w-]{20,})/,
  unsubscribe: /\/unsubscribe\/([\w-]+)/,
}

/** The token of a mail's link. */
export function linkToken(mail: ReceivedMail | undefined, kind: LinkKind): string {
  const token = paths[kind].exec(mail?.parsed.text ?? '')?.[1]
  if (token === undefined) throw new Error(`the mail has no ${kind} link: ${mail?.parsed.text ?? 'there is no mail'}`)
  return token
}

export { showLink, useLink }
