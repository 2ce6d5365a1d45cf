import { bounds } from '../bounds.js'
import { composeConfirmation } from '../mail/compose-confirmation.js'
import { composeNotification } from '../mail/compose-notification.js'
import { composePersonNotice } from '../mail/compose-person-notice.js'
import type { EncodeMail } from '../mail/encode-mail.js'
import type { MailMessage, Sender } from '../mail/mail-message.js'
import { claimMail, handOver, renewClaim } from '../outbox/claim-mail.js'
import type { ClaimedMail } from '../outbox/outbox-mail.js'
import { settleMail, suppressAddress, type Settlement } from '../outbox/settle-mail.js'
import type { Sql } from '../schema/sql.js'
import type { LinkKeys } from '../tokens/link-keys.js'
import type { MailTransport, SendOutcome } from '../transport/mail-transport.js'

/** What sending one mail takes. */
export interface Delivery {
  readonly sql: Sql
  readonly keys: LinkKeys
  readonly encode: EncodeMail
  readonly transport: MailTransport
  /** Undefined while the mirror does not know yet how it is reached; mails wait. */
  readonly sender: () => Sender | undefined
  readonly now: () => number
}

/** What became of a `mail` job: `none` when there was nothing to do for it. */
export type Delivered = Settlement | { readonly state: 'none' }

const firstRetryMs = 5_000

/** Sends one mail of the outbox if it is due, wanted and nobody else's. Any number of workers may be asked for the same one. */
export async function deliverMail(delivery: Delivery, mailId: string): Promise<Delivered> {
  const { sql, now } = delivery
  const sender = delivery.sender()
  if (sender === undefined) return { state: 'none' }
  const mail = await claimMail(sql, mailId, now())
  if (mail === undefined) return { state: 'none' }
  const settlement = await whileClaimed(delivery, mail, () => attempt(delivery, mail, sender))
  const settled = await settleMail(sql, mail, settlement, now())
  return settled ? settlement : { state: 'none' }
}

/** Renews the claim for as long as the work takes; a renewal that fails leaves it to run out, and then another worker may take the mail. */
async function whileClaimed<Result>(
  { sql, now }: Delivery,
  mail: ClaimedMail,
  work: () => Promise<Result>,
): Promise<Result> {
  const renewal = setInterval(() => {
    renewClaim(sql, mail, now()).catch(() => undefined)
  }, bounds.renewClaimEveryMs)
  try {
    return await work()
  } finally {
    clearInterval(renewal)
  }
}

async function attempt(delivery: Delivery, mail: ClaimedMail, sender: Sender): Promise<Settlement> {
  if (mail.suppressed) return { state: 'withdrawn', note: 'the address takes no mail' }
  const message = compose(delivery, mail, sender)
  if (message === undefined) return { state: 'withdrawn', note: 'hidden' }
  const encoded = await delivery.encode(message, sender)
  const outcome = await delivery.transport.send(encoded, () => handOver(delivery.sql, mail, delivery.now()))
  return settlementOf(delivery, mail, message, outcome)
}

function compose({ keys, now }: Delivery, mail: ClaimedMail, sender: Sender): MailMessage | undefined {
  const { notice, subscription } = mail
  if (mail.confirmation)
    return composeConfirmation({ mailId: mail.id, askedAtMs: mail.createdAtMs, subscription }, keys, sender)
  if (notice === undefined) return undefined
  return 'about' in notice
    ? composePersonNotice(notice, subscription, keys, sender, now())
    : composeNotification({ notice, author: mail.author }, subscription, keys, sender, now())
}

async function settlementOf(
  delivery: Delivery,
  mail: ClaimedMail,
  message: MailMessage,
  outcome: SendOutcome,
): Promise<Settlement> {
  const { sql, now } = delivery
  switch (outcome.outcome) {
    case 'sent':
      return { state: 'sent', subject: message.subject, messageId: message.messageId }
    case 'not-handed':
      return { state: 'withdrawn', note: mail.confirmation ? 'answered already' : 'hidden or unsubscribed' }
    case 'unknown':
      return { state: 'unknown', note: outcome.note }
    case 'refused':
      if (outcome.recipient) await suppressAddress(sql, mail.subscription.address, outcome.note, now())
      return { state: 'failed', note: outcome.note }
    case 'retry':
      if (mail.attempts >= bounds.attemptsMax) return { state: 'failed', note: outcome.note }
      return { state: 'held', note: outcome.note, dueAtMs: now() + firstRetryMs * 2 ** (mail.attempts - 1) }
    default:
      return outcome satisfies never
  }
}
