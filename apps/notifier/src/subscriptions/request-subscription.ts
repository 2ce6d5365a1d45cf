import type { LogId, OpId, UserId } from '@hypergit/domain'
import { parseAddress, type MailAddress } from '../address/mail-address.js'
import { bounds } from '../bounds.js'
import { headerText } from '../mail/header-text.js'
import { onlyRow, type Sql, type TransactionalSql } from '../schema/sql.js'
import type { About, Level, SubscriptionState } from './subscription.js'

export interface SubscriptionRequest {
  /** What mails are about; a thread unless given. The user of a user's own mails is both log and thread. */
  readonly about?: About
  readonly log: LogId
  readonly thread: OpId | UserId
  readonly threadTitle: string
  /** As typed by a reader. */
  readonly email: string
  readonly level: Level
  /** Whom the limit per client counts against: an opaque mark of the reader's address. */
  readonly client: string
}

export type RefusedRequest =
  | 'invalid-address'
  | 'suppressed'
  | 'already-confirmed'
  | 'asked-recently'
  | 'too-many-requests'

/** What became of a request; outsiders are told the same in every case. */
export type RequestOutcome =
  | { readonly outcome: 'confirmation-planned'; readonly mailId: string }
  | { readonly outcome: 'refused'; readonly reason: RefusedRequest; readonly detail: string }

const refused = (reason: RefusedRequest, detail: string): RequestOutcome => ({ outcome: 'refused', reason, detail })

/** Writes the pending subscription and its confirmation mail in one transaction; requests are counted one after the other, so the limits are exact. */
export async function requestSubscription(
  sql: TransactionalSql,
  request: SubscriptionRequest,
  nowMs: number,
): Promise<RequestOutcome> {
  const parsed = parseAddress(request.email)
  if (!parsed.ok) return refused('invalid-address', parsed.reason)
  const { address } = parsed
  return sql.transaction(async (within) => {
    await within.query(`select pg_advisory_xact_lock(hashtext('notifier.requests'))`)
    const obstacle =
      (await suppressed(within, address)) ??
      (await alreadyThere(within, request, address, nowMs)) ??
      (await enoughAddresses(within, request))
    if (obstacle !== undefined) return obstacle
    const limit = await overLimit(within, request, address, nowMs)
    if (limit !== undefined) return limit
    return plan(within, request, address, nowMs)
  })
}

async function suppressed(sql: Sql, address: MailAddress): Promise<RequestOutcome | undefined> {
  const rows = await sql.query<{ reason: string }>('select reason from notifier.suppressions where address = $1', [
    address,
  ])
  return rows[0] && refused('suppressed', `the address does not take mail: ${rows[0].reason}`)
}

async function alreadyThere(
  sql: Sql,
  { thread }: SubscriptionRequest,
  address: MailAddress,
  nowMs: number,
): Promise<RequestOutcome | undefined> {
  const rows = await sql.query<{ state: SubscriptionState; askedAtMs: number }>(
    `select state, asked_at_ms::float8 as "askedAtMs" from notifier.subscriptions where thread = $1 and address = $2`,
    [thread, address],
  )
  const [there] = rows
  if (there?.state === 'confirmed') return refused('already-confirmed', 'the address gets these mails already')
  if (there?.state === 'pending' && there.askedAtMs > nowMs - bounds.askAgainAfterMs) {
    return refused('asked-recently', 'a confirmation for this was sent to the address a moment ago')
  }
  return undefined
}

/** So that a device that was stolen cannot have a crowd mailed in its user's name. */
async function enoughAddresses(sql: Sql, { about, thread }: SubscriptionRequest): Promise<RequestOutcome | undefined> {
  if (about !== 'user') return undefined
  const { count } = onlyRow(
    await sql.query<{ count: number }>(
      `select count(*)::int as count from notifier.subscriptions where thread = $1 and about = 'user' and state = 'confirmed'`,
      [thread],
    ),
  )
  return count < bounds.addressesOfUserMax
    ? undefined
    : refused('too-many-requests', `the user has ${count} addresses here, as many as one may`)
}

interface RecentRequests {
  readonly ofAddress: number
  readonly ofThread: number
  readonly ofClient: number
  readonly inAll: number
}

async function overLimit(
  sql: Sql,
  { thread, client }: SubscriptionRequest,
  address: MailAddress,
  nowMs: number,
): Promise<RequestOutcome | undefined> {
  await sql.query('delete from notifier.requests where at_ms <= $1', [nowMs - bounds.requestsWindowMs])
  const recent = onlyRow(
    await sql.query<RecentRequests>(
      `select count(*) filter (where address = $1)::int as "ofAddress", count(*) filter (where thread = $2)::int as "ofThread",
              count(*) filter (where client = $3)::int as "ofClient", count(*)::int as "inAll" from notifier.requests`,
      [address, thread, client],
    ),
  )
  const limits = [
    ['this address', recent.ofAddress, bounds.requestsOfAddressMax],
    ['what it is about', recent.ofThread, bounds.requestsOfThreadMax],
    ['this client', recent.ofClient, bounds.requestsOfClientMax],
    ['this mirror', recent.inAll, bounds.requestsMax],
  ] as const
  const reached = limits.find(([, count, max]) => count >= max)
  return (
    reached &&
    refused('too-many-requests', `${reached[0]} had ${reached[1]} confirmations in the last hour, as many as it may`)
  )
}

async function plan(
  sql: Sql,
  request: SubscriptionRequest,
  address: MailAddress,
  nowMs: number,
): Promise<RequestOutcome> {
  const { id } = onlyRow(
    await sql.query<{ id: string }>(
      `insert into notifier.subscriptions as s (log, thread, thread_title, address, level, state, asked_at_ms, about)
       values ($1, $2, $3, $4, $5, 'pending', $6, $7)
       on conflict (thread, address) do update set
         state = 'pending', level = excluded.level, thread_title = excluded.thread_title, asked_at_ms = excluded.asked_at_ms,
         round = case s.state when 'unsubscribed' then s.round + 1 else s.round end, confirmed_at_ms = null, ended_at_ms = null
       returning s.id`,
      [
        request.log,
        request.thread,
        headerText(request.threadTitle),
        address,
        request.level,
        nowMs,
        request.about ?? 'thread',
      ],
    ),
  )
  await sql.query('insert into notifier.requests (at_ms, address, thread, client) values ($1, $2, $3, $4)', [
    nowMs,
    address,
    request.thread,
    request.client,
  ])
  const mail = onlyRow(
    await sql.query<{ id: string }>(
      `insert into notifier.outbox (kind, subscription, recipient, state, created_at_ms, due_at_ms, hinted_at_ms)
       values ('confirmation', $1, $2, 'held', $3, $3, $3) returning id`,
      [id, address, nowMs],
    ),
  )
  return { outcome: 'confirmation-planned', mailId: mail.id }
}
