import { identityMarks } from '@hypergit/domain'
import { h } from 'hastscript'
import type { MailAuthor } from '../outbox/outbox-mail.js'
import type { Notice } from '../planning/notice.js'
import { levelText, type Subscription } from '../subscriptions/subscription.js'
import type { LinkKeys } from '../tokens/link-keys.js'
import { headerText } from './header-text.js'
import { htmlMail, link, markdown, paragraph } from './mail-html.js'
import type { MailMessage, Sender } from './mail-message.js'
import { mailName, messageId, shownId, threadMessageId } from './message-ids.js'
import { coreUrl, manageUrl, opUrl, threadUrl, unsubscribeUrl } from './page-links.js'

/** Characters of an id that stand for a core that has no name. */
const shortIdLength = 8
const repositoryNameMax = 60

/** One mail about one op to one recipient; the same notice, subscription and sender always give the same mail but for its date. */
export function composeNotification(
  { notice, author }: Told,
  subscription: Subscription,
  keys: LinkKeys,
  sender: Sender,
  dateMs: number,
): MailMessage {
  const { publicUrl, mailHost } = sender
  const name = mailName(notice.op, subscription.address)
  const links = {
    thread: threadUrl(publicUrl, notice),
    op: opUrl(publicUrl, notice.log, notice.op),
    manage: manageUrl(publicUrl, keys, subscription),
    unsubscribe: unsubscribeUrl(publicUrl, keys, subscription),
    who: coreUrl(publicUrl, notice.log, notice.author.core),
  }
  const subject = subjectOf(notice)
  const did = sentenceOf({ notice, author })
  return {
    name,
    messageId: messageId(name, mailHost),
    to: subscription.address,
    fromName: `${authorText({ notice, author })} via ${headerText(sender.mirrorName, repositoryNameMax)}`,
    subject,
    dateMs,
    inReplyTo: threadMessageId(notice.thread.op, mailHost),
    text: plainText(notice, did, links, subscription, sender),
    html: htmlText(notice, subject, did, links, subscription, sender),
    list: {
      label: headerText(notice.repository, repositoryNameMax),
      domain: `${shownId(notice.log)}.${mailHost}`,
      unsubscribeUrl: links.unsubscribe,
      archiveUrl: `${publicUrl}/r/${shownId(notice.log)}`,
    },
    extraHeaders: {
      'X-Hypergit-Repository': shownId(notice.log),
      'X-Hypergit-Thread': shownId(notice.thread.op),
      'X-Hypergit-Op': shownId(notice.op),
      'X-Hypergit-Reason': 'manual',
    },
  }
}

/** What is told, and who did it, as far as is known when the mail is written. */
export interface Told {
  readonly notice: Notice
  readonly author: MailAuthor
}

interface Links {
  /** Who the author is, and why that is said. */
  readonly who: string
  readonly thread: string
  readonly op: string
  readonly manage: string
  readonly unsubscribe: string
}

function subjectOf({ kind, repository, thread }: Notice): string {
  const about = `[${headerText(repository, repositoryNameMax)}] ${headerText(thread.title)} (#${thread.number})`
  return kind === 'thread' ? about : `Re: ${about}`
}

/** As on a page: a name with the beginning of the user's id, since anybody may take any name, and how sure it is. */
const authorText = ({ notice: { author }, author: { identity, name } }: Told): string => {
  const mark = `${identityMarks[identity]} ${identity}`
  if (name === undefined) return `${shownId(author.core).slice(0, shortIdLength)} (${mark})`
  return `${name} ${shownId(author.user ?? author.core).slice(0, shortIdLength)} (${mark})`
}

function sentenceOf({ notice, author }: Told): string {
  const who = authorText({ notice, author })
  const what = notice.thread.kind === 'pull' ? 'pull request' : 'issue'
  switch (notice.kind) {
    case 'comment':
      return `${who} commented:`
    case 'review':
      return `${who} ${reviewed(notice.verdict)}`
    case 'thread':
      return `${who} opened this ${what}:`
    case 'closed':
      return `${who} closed this ${what}.`
    case 'reopened':
      return `${who} reopened this ${what}.`
    case 'merged':
      return `${who} merged this ${what}.`
    default:
      return notice.kind satisfies never
  }
}

function reviewed(verdict: Notice['verdict']): string {
  switch (verdict) {
    case 'approve':
      return 'approved these changes.'
    case 'changes':
      return 'asked for changes.'
    case 'comment':
    case undefined:
      return 'reviewed:'
    default:
      return verdict satisfies never
  }
}

const reasonOf = ({ level }: Subscription): string =>
  `You get this because this address follows the thread (${levelText[level].toLowerCase()}).`

function plainText(
  notice: Notice,
  did: string,
  links: Links,
  subscription: Subscription,
  { contact, mirrorName }: Sender,
): string {
  const lines = notice.lines.map(({ place, body }) => `${headerText(place) || 'on the changes'}:\n${body}`)
  const foot = [
    `On the web: ${links.thread}`,
    `This entry: ${links.op}`,
    `Who that is: ${links.who}`,
    '',
    reasonOf(subscription),
    `Change it: ${links.manage}`,
    `Unsubscribe: ${links.unsubscribe}`,
    `Replies to this mail are not read. Sent by ${headerText(mirrorName)}${contact === undefined ? '' : `, contact ${headerText(contact)}`}.`,
  ]
  return `${[did, notice.body, ...lines].filter((part) => part !== '').join('\n\n')}\n\n-- \n${foot.join('\n')}\n`
}

function htmlText(
  notice: Notice,
  subject: string,
  did: string,
  links: Links,
  subscription: Subscription,
  { contact, mirrorName }: Sender,
): string {
  return htmlMail(
    subject,
    [
      paragraph(h('strong', did)),
      ...markdown(notice.body),
      ...notice.lines.flatMap(({ place, body }) => [
        paragraph(h('code', headerText(place) || 'on the changes')),
        ...markdown(body),
      ]),
      paragraph(
        link(links.thread, 'See it on the web'),
        ' · ',
        link(links.op, 'This entry'),
        ' · ',
        link(links.who, 'Who that is'),
      ),
    ],
    [
      paragraph(
        reasonOf(subscription),
        ' ',
        link(links.manage, 'Change it'),
        ' · ',
        link(links.unsubscribe, 'Unsubscribe'),
      ),
      paragraph(
        `Replies to this mail are not read. Sent by ${headerText(mirrorName)}${contact === undefined ? '' : `, contact ${headerText(contact)}`}.`,
      ),
    ],
  )
}
