import type { Sql, TransactionalSql } from '../schema/sql.js'
import type { LinkKeys } from '../tokens/link-keys.js'
import { readLink, type LinkClaim, type LinkKind } from '../tokens/link-token.js'
import { expiredPage, forgedPage, gonePage, linkPage, type LinkPage } from './link-page.js'
import { subscriptionColumns, type Level, type Subscription } from './subscription.js'

/** What a form or a mail program sends with a link's POST. */
export interface LinkForm {
  readonly level?: Level
}

/** The page behind a link. Changes nothing, so that scanners may open every link of a mail. */
export async function showLink(
  sql: Sql,
  keys: LinkKeys,
  kind: LinkKind,
  token: string,
  nowMs: number,
): Promise<LinkPage> {
  const read = readLink(keys.all, kind, token, nowMs)
  if (!read.ok && read.reason === 'forged') return forgedPage
  const subscription = await find(sql, read.claim)
  if (subscription === undefined) return gonePage
  if (!read.ok || outdated(read.claim, subscription)) return expiredPage(subscription)
  return linkPage(kind, subscription)
}

/** Does what the link is for, and answers with the page after it. Doing it twice is doing it once. */
export async function useLink(
  sql: TransactionalSql,
  keys: LinkKeys,
  kind: LinkKind,
  token: string,
  form: LinkForm,
  nowMs: number,
): Promise<LinkPage> {
  const read = readLink(keys.all, kind, token, nowMs)
  if (read.ok) await sql.transaction((within) => change(within, read.claim, form, nowMs))
  return showLink(sql, keys, kind, token, nowMs)
}

/** Confirmation is for the round it was asked in; the links in mails hold for as long as the mails do. */
const outdated = (claim: LinkClaim, subscription: Subscription): boolean =>
  claim.kind === 'confirm' && claim.round !== subscription.round

async function find(sql: Sql, claim: LinkClaim): Promise<Subscription | undefined> {
  const rows = await sql.query<Subscription>(
    `select ${subscriptionColumns} from notifier.subscriptions s where s.id = $1`,
    [claim.subscription],
  )
  return rows[0]
}

async function change(
  sql: Sql,
  { kind, subscription, round }: LinkClaim,
  { level }: LinkForm,
  nowMs: number,
): Promise<void> {
  switch (kind) {
    case 'confirm':
      await sql.query(
        `update notifier.subscriptions set state = 'confirmed', confirmed_at_ms = $3 where id = $1 and round = $2 and state = 'pending'`,
        [subscription, round, nowMs],
      )
      return
    case 'manage':
      if (level === undefined) return
      await sql.query(`update notifier.subscriptions set level = $2 where id = $1 and state <> 'unsubscribed'`, [
        subscription,
        level,
      ])
      return
    case 'unsubscribe':
      await sql.query(
        `update notifier.subscriptions set state = 'unsubscribed', ended_at_ms = $2 where id = $1 and state <> 'unsubscribed'`,
        [subscription, nowMs],
      )
      await sql.query(
        `update notifier.outbox set state = 'withdrawn', note = 'unsubscribed', settled_at_ms = $2 where subscription = $1 and state = 'held'`,
        [subscription, nowMs],
      )
      return
    default:
      kind satisfies never
  }
}
