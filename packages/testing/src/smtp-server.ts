import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Email } from 'postal-mime'

/** What the server does with a recipient: takes the mail, refuses for good (5xx), or for now (4xx), as a greylisting one does. */
export type SmtpAnswer = 'accept' | { readonly code: number; readonly message: string }

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly parsed: Email
  readonly raw: Buffer
}

export interface SmtpTestServer {
  readonly url: string
  /** Mails taken so far, oldest first. */
  readonly mails: readonly ReceivedMail[]
  mailsTo(address: string): readonly ReceivedMail[]
  /** Decides about every recipient from now on; by default all are accepted. */
  answer(decide: (recipient: string) => SmtpAnswer): void
  /** Waits this long before it answers a mail's data. */
  delay(delayMs: number): void
  stop(): Promise<void>
}

const refusal = (code: number, message: string): Error => Object.assign(new Error(message), { responseCode: code })

const acceptAll = (): SmtpAnswer => 'accept'

export interface SmtpOptions {
  /** Each mail that is taken is a file `N.eml` there as well, for another process to read; N counts from 1. */
  readonly folder?: string
}

/** A real SMTP server on loopback that keeps what it is sent. */
export const startSmtp = async ({ folder }: SmtpOptions = {}): Promise<SmtpTestServer> => {
  const [{ default: PostalMime }, { SMTPServer }] = await Promise.all([import('postal-mime'), import('smtp-server')])
  const mails: ReceivedMail[] = []
  let decide: (recipient: string) => SmtpAnswer = acceptAll
  let delayMs = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      const answer = decide(address)
      if (answer === 'accept') done()
      else done(refusal(answer.code, answer.message))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks)
        const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const keep = async (): Promise<void> => {
          try {
            await pause(delayMs)
            mails.push({ from, to, parsed: await PostalMime.parse(raw), raw })
            if (folder !== undefined) await writeFile(join(folder, `${mails.length}.eml`), raw)
            done()
          } catch (error) {
            done(error as Error)
          }
        }
        void keep()
      })
    },
  })
  // A client that hangs up in the middle is part of what tests do.
  server.on('error', () => undefined)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mailsTo: (address) => mails.filter(({ to }) => to.includes(address)),
    answer: (next) => {
      decide = next
    },
    delay: (nextMs) => {
      delayMs = nextMs
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
