import { createTransport } from 'nodemailer'
import type { DkimSettings } from '../settings.js'
import type { MailMessage, Sender } from './mail-message.js'

/** A mail as it goes over the wire and into a file. */
export interface EncodedMail {
  readonly name: string
  readonly envelope: { readonly from: string; readonly to: readonly [string] }
  readonly bytes: Buffer
}

export type EncodeMail = (message: MailMessage, sender: Sender) => Promise<EncodedMail>

const signedHeaders =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:In-Reply-To:References:List-ID:List-Unsubscribe:List-Unsubscribe-Post'

/** Encodes and, with a key, signs: both ways out send the same bytes. */
export function mailEncoder(dkim: DkimSettings | undefined): EncodeMail {
  const composer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const signing =
    dkim === undefined
      ? {}
      : {
          dkim: {
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: dkim.privateKey,
            headerFieldNames: signedHeaders,
          },
        }
  return async (message, sender) => {
    const { message: bytes } = await composer.sendMail({
      from: { name: message.fromName, address: sender.mailFrom },
      to: { name: '', address: message.to },
      subject: message.subject,
      date: new Date(message.dateMs),
      messageId: message.messageId,
      ...(message.inReplyTo === undefined ? {} : { inReplyTo: message.inReplyTo, references: [message.inReplyTo] }),
      text: message.text,
      html: message.html,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...listHeaders(message),
        ...message.extraHeaders,
      },
      ...(message.list === undefined ? {} : { list: listField(message.list) }),
      xMailer: false,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...signing,
    })
    if (!Buffer.isBuffer(bytes)) throw new TypeError('the stream transport was asked for a buffer and gave a stream')
    return { name: message.name, envelope: { from: sender.mailFrom, to: [message.to] }, bytes }
  }
}

const listHeaders = ({ list }: MailMessage): Record<string, string> =>
  list === undefined ? {} : { Precedence: 'list', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }

const listField = ({ label, domain, unsubscribeUrl, archiveUrl }: NonNullable<MailMessage['list']>) => ({
  id: { url: domain, comment: label },
  unsubscribe: unsubscribeUrl,
  archive: archiveUrl,
})
