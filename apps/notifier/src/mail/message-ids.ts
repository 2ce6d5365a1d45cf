import { createHash } from 'node:crypto'
import z32 from 'z32'

/** An id as links, headers and people see it: z-base-32. */
export const shownId = (hexId: string): string => z32.encode(Buffer.from(hexId, 'hex'))

const recipientMarkBytes = 10

/**
 * The part before the `@` of a notification's Message-ID: a function of (op, recipient) and of nothing else, so that sending again gives the same
 * message, and two recipients never share one. It says nothing about the address to who does not know it already. Safe as a file name.
 */
export function mailName(op: string, recipient: string): string {
  const mark = createHash('sha256').update(`${op}\n${recipient}`).digest().subarray(0, recipientMarkBytes)
  return `${shownId(op)}.${z32.encode(mark)}`
}

/** The same for a confirmation, of which one subscription can have several. */
export const confirmationName = (mailId: string): string => `confirmation.${mailId}`

export const messageId = (name: string, mailHost: string): string => `<${name}@${mailHost}>`

/** What all mails of a thread refer to, so that mail programs show them together whichever came first. */
export const threadMessageId = (thread: string, mailHost: string): string => `<thread.${shownId(thread)}@${mailHost}>`

/** The same for what a person should hear of themselves, whose id is no op's. */
export function personMailName(notice: string, recipient: string): string {
  const mark = createHash('sha256')
    .update(`${notice}\n${recipient}`)
    .digest()
    .subarray(0, 2 * recipientMarkBytes)
  return `person.${z32.encode(mark)}`
}
