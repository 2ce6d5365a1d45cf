import type { EncodedMail } from '../mail/encode-mail.js'

/**
 * What a transport says of one mail. `sent`: taken over by the mail server, or on disk. `not-handed`: the caller forbade it at the last moment.
 * `retry`: nothing was taken over; later it may be. `refused`: never will be; `recipient` says that the address itself takes no mail.
 * `unknown`: the connection died after the content was sent and before the answer.
 */
export type SendOutcome =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'not-handed' }
  | { readonly outcome: 'retry' | 'unknown'; readonly note: string }
  | { readonly outcome: 'refused'; readonly recipient: boolean; readonly note: string }

export interface MailTransport {
  /** For the start's log and the operator, without secrets. */
  readonly description: string
  /** Handing the same mail over twice does no harm. */
  readonly resumable: boolean
  /** `handOver` is asked right before the first byte of content leaves, and decides whether it does. Never rejects for what a mail server can do. */
  send(mail: EncodedMail, handOver: () => Promise<boolean>): Promise<SendOutcome>
  close(): Promise<void>
}
