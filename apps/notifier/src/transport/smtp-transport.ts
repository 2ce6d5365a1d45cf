import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import { bounds } from '../bounds.js'
import type { MailTransport, SendOutcome } from './mail-transport.js'

/** Thrown into the content's stream when the mail may no longer be sent; SMTP then ends without a message. */
class NotHanded extends Error {
  readonly code = 'NOT_HANDED'
}

type HandOver = () => Promise<boolean>

/**
 * Mails through a pool of connections to one SMTP server. A pool sends nothing again by itself, and asks `handOver` after the server has taken
 * sender and recipient (354), so that only the time between that and the server's answer is open to doubt.
 */
export function smtpTransport(url: string): MailTransport {
  const transporter = createTransport({
    url,
    pool: true,
    maxConnections: bounds.smtpConnectionsMax,
    maxMessages: bounds.smtpMessagesOfConnectionMax,
    maxRequeues: 0,
    connectionTimeout: bounds.smtpConnectMs,
    greetingTimeout: bounds.smtpGreetingMs,
    socketTimeout: bounds.smtpSocketMs,
    idleTimeout: bounds.smtpIdleMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const gates = new WeakMap<Buffer, HandOver>()
  transporter.use('stream', (mail, done) => {
    const { raw } = mail.data
    const handOver = Buffer.isBuffer(raw) ? gates.get(raw) : undefined
    // Nothing is read from the last stream before the server asks for the content.
    if (handOver !== undefined)
      mail.message.processFunc((content) => Readable.from(behind(handOver, content), { objectMode: false }))
    done()
  })
  return {
    description: `SMTP at ${hostOf(url)}`,
    resumable: false,
    async send({ envelope, bytes }, handOver) {
      let handed = false
      gates.set(bytes, async () => {
        handed = await handOver()
        return handed
      })
      try {
        await transporter.sendMail({ envelope: { from: envelope.from, to: [...envelope.to] }, raw: bytes })
        return { outcome: 'sent' }
      } catch (error) {
        return outcomeOf(error, handed)
      }
    },
    close() {
      transporter.close()
      return Promise.resolve()
    },
  }
}

async function* behind(handOver: HandOver, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (!(await handOver())) throw new NotHanded('the mail is no longer to be sent')
  yield* content
}

/** What nodemailer adds to an error: the SMTP command it failed at, the server's code, and whether the server will say the same again. */
interface SmtpError {
  readonly message: string
  readonly command?: unknown
  readonly responseCode?: unknown
  readonly permanent?: unknown
}

function outcomeOf(error: unknown, handed: boolean): SendOutcome {
  if (error instanceof NotHanded) return { outcome: 'not-handed' }
  const failure: SmtpError = error instanceof Error ? error : { message: String(error) }
  const note = failure.message
  const answered = typeof failure.responseCode === 'number'
  if (failure.permanent === true && failure.command === 'RCPT TO') return { outcome: 'refused', recipient: true, note }
  if (failure.permanent === true && failure.command === 'DATA') return { outcome: 'refused', recipient: false, note }
  if (handed && !answered) return { outcome: 'unknown', note }
  // A server that refuses the connection, the login or the sender refuses the mirror and not this mail: the operator can mend that.
  return { outcome: 'retry', note }
}

const hostOf = (url: string): string => {
  const { hostname, port } = new URL(url)
  return port === '' ? hostname : `${hostname}:${port}`
}
