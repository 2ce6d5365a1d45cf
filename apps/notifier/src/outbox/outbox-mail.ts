import { type Identity, identityStates } from '@hypergit/domain'
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
  /** Who the author of the notice is; what a page would say now. */
  readonly author: MailAuthor
}

/** How sure it is who an author is, and what the user they claim calls themselves; no name where that is not known. */
export interface MailAuthor {
  readonly identity: Identity
  readonly name?: string
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
  author: z.object({ state: z.enum(identityStates), name: z.string() }).nullable(),
})

/** A claim that nobody has told anything of yet is maybe, as on a page. */
const authorOf = (notice: unknown, known: { readonly state: Identity; readonly name: string } | null): MailAuthor => {
  const hasClaimed = (notice as { readonly author?: { readonly user?: string } } | null)?.author?.user !== undefined
  if (!hasClaimed) return { identity: 'anonymous' }
  if (known === null) return { identity: 'maybe' }
  return { identity: known.state, ...(known.name === '' ? {} : { name: known.name }) }
}

export function parseClaimed(row: unknown): ClaimedMail {
  const { kind, content, author, ...mail } = claimedRow.parse(row)
  const notice =
    content === null || content === undefined ? {} : { notice: parsePersonNotice(content) ?? parseNotice(content) }
  return { ...mail, ...notice, confirmation: kind === 'confirmation', author: authorOf(content, author) }
}

/** Selects a `ClaimedMail` from the row `o` of the outbox. */
export const claimedColumns = `
  o.id, o.claim, o.kind, o.attempts, o.created_at_ms::float8 as "createdAtMs",
  (select to_jsonb(x) from (select ${subscriptionColumns} from notifier.subscriptions s where s.id = o.subscription) x) as subscription,
  exists (select from notifier.suppressions x where x.address = o.recipient) as suppressed,
  (select n.content from notifier.notices n where n.op = o.op and not n.withdrawn) as content,
  (select to_jsonb(x) from (select i.state, i.name from notifier.notices n join notifier.identities i
     on i.log = n.log and i.core = n.content->'author'->>'core' and i.user_id = n.content->'author'->>'user'
     where n.op = o.op and not n.withdrawn) x) as author`
