/** A mail ready to be encoded: texts are final, headers are one line each. */
export interface MailMessage {
  /** Part of the Message-ID before the `@`, and the file's name in the outbox folder. */
  readonly name: string
  readonly messageId: string
  readonly to: string
  readonly fromName: string
  readonly subject: string
  readonly dateMs: number
  /** Message-ID that this one answers; mail programs show them together. */
  readonly inReplyTo?: string
  readonly text: string
  readonly html: string
  readonly list?: {
    readonly label: string
    readonly domain: string
    readonly unsubscribeUrl: string
    readonly archiveUrl: string
  }
  readonly extraHeaders: Readonly<Record<string, string>>
}

/** Who sends, and where links lead. */
export interface Sender {
  readonly mailFrom: string
  /** Domain of `mailFrom`: the right-hand side of message ids and the end of list ids. */
  readonly mailHost: string
  readonly mirrorName: string
  readonly contact?: string
  /** Origin of the pages, without a slash at its end. */
  readonly publicUrl: string
}

/** The domain of the address that mails come from. */
export const mailHostOf = (mailFrom: string): string => mailFrom.slice(mailFrom.lastIndexOf('@') + 1).toLowerCase()
