import { h } from 'hastscript'
import type { PersonNotice } from '../people/person-notice.js'
import type { Subscription } from '../subscriptions/subscription.js'
import type { LinkKeys } from '../tokens/link-keys.js'
import { headerText } from './header-text.js'
import { htmlMail, link, paragraph } from './mail-html.js'
import type { MailMessage, Sender } from './mail-message.js'
import { messageId, personMailName, shownId } from './message-ids.js'
import { coreUrl, unsubscribeUrl, userUrl } from './page-links.js'
import { type PersonWords, personWords } from './person-words.js'

interface Links {
  /** Where it says why: of the core, or of the user. */
  readonly why: string
  readonly user: string
  readonly unsubscribe: string
}

/** One mail to a person about their own machines; the same notice, subscription and sender always give the same mail but for its date. */
export function composePersonNotice(
  notice: PersonNotice,
  subscription: Subscription,
  keys: LinkKeys,
  sender: Sender,
  dateMs: number,
): MailMessage {
  const { publicUrl, mailHost } = sender
  const name = personMailName(notice.id, subscription.address)
  const user = userUrl(publicUrl, notice.user)
  const links: Links = {
    user,
    why: notice.log === undefined ? user : coreUrl(publicUrl, notice.log, notice.core),
    unsubscribe: unsubscribeUrl(publicUrl, keys, subscription),
  }
  const words = personWords(notice)
  const mirror = headerText(sender.mirrorName)
  return {
    name,
    messageId: messageId(name, mailHost),
    to: subscription.address,
    fromName: mirror,
    subject: headerText(words.subject),
    dateMs,
    text: plainText(words, notice, links, sender),
    html: htmlText(words, notice, links, sender),
    list: {
      label: 'Your machines',
      domain: `${shownId(notice.user)}.${mailHost}`,
      unsubscribeUrl: links.unsubscribe,
      archiveUrl: user,
    },
    extraHeaders: { 'X-Hypergit-User': shownId(notice.user), 'X-Hypergit-Reason': 'security' },
  }
}

const latestMoment = 8.64e15
const when = ({ atMs }: PersonNotice): string =>
  `It says that it happened on ${atMs > latestMoment ? `${atMs} ms` : new Date(atMs).toUTCString()}.`

const reasonOf = ({ user }: PersonNotice): string =>
  `You get this because a machine of the user ${shownId(user)} gave this address, and you confirmed it.`

const sentBy = ({ mirrorName, contact }: Sender): string =>
  `Replies to this mail are not read. Sent by ${headerText(mirrorName)}${contact === undefined ? '' : `, contact ${headerText(contact)}`}.`

function plainText({ said, steps }: PersonWords, notice: PersonNotice, links: Links, sender: Sender): string {
  const lines = steps.map((step) => (typeof step === 'string' ? `\n${step}` : `  ${step.command}`))
  const foot = [
    `Why it is shown so: ${links.why}`,
    `You: ${links.user}`,
    '',
    reasonOf(notice),
    `Unsubscribe: ${links.unsubscribe}`,
    sentBy(sender),
  ]
  return `${said}\n${when(notice)}\n${lines.join('\n')}\n\n-- \n${foot.join('\n')}\n`
}

function htmlText({ subject, said, steps }: PersonWords, notice: PersonNotice, links: Links, sender: Sender): string {
  return htmlMail(
    subject,
    [
      paragraph(h('strong', said)),
      paragraph(when(notice)),
      ...steps.map((step) => (typeof step === 'string' ? paragraph(step) : h('pre', h('code', step.command)))),
      paragraph(link(links.why, 'Why it is shown so'), ' · ', link(links.user, 'You')),
    ],
    [paragraph(reasonOf(notice), ' ', link(links.unsubscribe, 'Unsubscribe')), paragraph(sentBy(sender))],
  )
}
