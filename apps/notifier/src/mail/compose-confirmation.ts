import { bounds } from '../bounds.js'
import type { Subscription } from '../subscriptions/subscription.js'
import type { LinkKeys } from '../tokens/link-keys.js'
import { headerText } from './header-text.js'
import { button, htmlMail, paragraph } from './mail-html.js'
import type { MailMessage, Sender } from './mail-message.js'
import { confirmationName, messageId } from './message-ids.js'
import { confirmUrl } from './page-links.js'

const dayMs = 86_400_000

/** The outbox row that a confirmation is for. */
export interface ConfirmationOrder {
  readonly mailId: string
  /** When it was asked for; the link's time runs from here. */
  readonly askedAtMs: number
  readonly subscription: Subscription
}

const titleOf = ({ about, threadTitle }: Subscription): string => {
  if (about === 'user') return `the user ${threadTitle}: their machines, and who claims to be them`
  return threadTitle === '' ? 'a thread' : `“${headerText(threadTitle)}”`
}

/** The one mail that goes to an address before its owner agreed; it says what was asked and what happens without an answer: nothing. */
export function composeConfirmation(order: ConfirmationOrder, keys: LinkKeys, sender: Sender): MailMessage {
  const { mailId, askedAtMs, subscription } = order
  const mirror = headerText(sender.mirrorName)
  const title = titleOf(subscription)
  const url = confirmUrl(sender.publicUrl, keys, subscription, askedAtMs + bounds.confirmationLastsMs)
  const asked = `Somebody, probably you, asked ${mirror} to send mails about ${title} to this address.`
  const without = `Without it nothing is sent, and this link stops working after ${bounds.confirmationLastsMs / dayMs} days. If it was not you, ignore this mail.`
  const name = confirmationName(mailId)
  return {
    name,
    messageId: messageId(name, sender.mailHost),
    to: subscription.address,
    fromName: mirror,
    subject: headerText(`Confirm your subscription to ${title}`),
    dateMs: askedAtMs,
    text: `${asked}\n\nTo confirm, open this page and press its button:\n${url}\n\n${without}\n`,
    html: htmlMail('Confirm your subscription', [paragraph(asked), button(url, 'Confirm')], [paragraph(without)]),
    extraHeaders: {},
  }
}
