import { z } from 'zod'
import { parsePersonNotice, type PersonNotice } from '../people/person-notice.js'
import { parseNotice, type Notice } from '../planning/notice.js'
import { subscriptionColumns, type Subscription } from '../subscriptions/subscription.js'

/**
 * `held` waits until it is due · `claimed` a worker prepares it · `handed` its content is on the way to the mail server · `sent` · `failed` given up ·
 * `withdrawn` no longer to be sent · `unknown` a worker or a connection died while it was `handed`: it may have arrived, so it is not sent again.
 */
export type MailState = 'held' | 'claimed' | 'handed' | 'sent' | 'failed' | 'withdrawn' | 'unknown'

/** A mail that this worker, and no other, may send until its claim runs out. */
export interface ClaimedMail {
  readonly id: string
  /** UUID of the claim; every later statement names it, so that a worker that took too long changes nothing. */
  readonly claim: string
  readonly attempts: number
  readonly createdAtMs: number
  readonly subscription: Subscription
  readonly suppressed: boolean
  /** Absent for a confirmation, and for what has been withdrawn. */
  readonly notice?: Notice | PersonNotice
  readonly confirmation: boolean
}

const claimedRow = z.object({
  id: z.string(),
  claim: z.string(),
  kind: z.string(),
  attempts: z.number(),
  createdAtMs: z.number(),
  subscription: z.custom<Subscription>((value) => typeof value === 'object' && value !== null),
  suppressed: z.boolean(),
  content: z.unknown(),
})

export function parseClaimed(row: unknown): ClaimedMail {
  const { kind, content, ...mail } = claimedRow.parse(row)
  const notice =
    content === null || content === undefined ? {} : { notice: parsePersonNotice(content) ?? parseNotice(content) }
  return { ...mail, ...notice, confirmation: kind === 'confirmation' }
}

/** Selects a `ClaimedMail` from the row `o` of the outbox. */
export const claimedColumns = `
  o.id, o.claim, o.kind, o.attempts, o.created_at_ms::float8 as "createdAtMs",
  (select to_jsonb(x) from (select ${subscriptionColumns} from notifier.subscriptions s where s.id = o.subscription) x) as subscription,
  exists (select from notifier.suppressions x where x.address = o.recipient) as suppressed,
  (select n.content from notifier.notices n where n.op = o.op and not n.withdrawn) as content`
