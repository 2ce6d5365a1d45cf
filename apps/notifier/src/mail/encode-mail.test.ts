import {
  createPrivateKey,
  createPublicKey,
  createVerify,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
} from 'node:crypto'
import PostalMime from 'postal-mime'
import { testThread } from '../../test/events.js'
import { noticeOf } from '../planning/notice.js'
import type { Subscription } from '../subscriptions/subscription.js'
import { signLink, type LinkKey } from '../tokens/link-token.js'
import type { LinkKeys } from '../tokens/link-keys.js'
import { composeConfirmation } from './compose-confirmation.js'
import { composeNotification } from './compose-notification.js'
import { mailEncoder } from './encode-mail.js'
import type { Sender } from './mail-message.js'
import { threadMessageId } from './message-ids.js'

const key: LinkKey = { id: 1, secret: randomBytes(32) }
const keys: LinkKeys = { all: [key], sign: (claim) => signLink(key, claim) }
const sender: Sender = {
  mailFrom: 'mirror@mirror.example',
  mailHost: 'mirror.example',
  mirrorName: 'Test mirror',
  contact: 'abuse@mirror.example',
  publicUrl: 'https://mirror.example',
}
const anonymous = { identity: 'anonymous' } as const
const dateMs = Date.UTC(2026, 0, 2, 3, 4, 5)

const subscribed = (thread: ReturnType<typeof testThread>, over: Partial<Subscription> = {}): Subscription => ({
  id: randomUUID(),
  about: 'thread',
  log: thread.log,
  thread: thread.op,
  threadTitle: thread.title,
  address: 'ada@example.org',
  level: 'all',
  state: 'confirmed',
  round: 1,
  ...over,
})

const mailAbout = async (
  thread = testThread(),
  text = 'Me too, *really*.',
  over: Parameters<typeof thread.event>[1] = {},
) => {
  const notice = noticeOf(thread.event(text, over))
  const message = composeNotification({ notice, author: anonymous }, subscribed(thread), keys, sender, dateMs)
  const { bytes } = await mailEncoder(undefined)(message, sender)
  const parsed = await PostalMime.parse(bytes)
  const header = (name: string) => parsed.headers.filter((field) => field.key === name).map((field) => field.value)
  return { notice, message, bytes, parsed, header }
}

describe('a notification', () => {
  test('says who, where and what, as text and as HTML', async () => {
    const { parsed } = await mailAbout()
    expect(parsed.subject).toBe('Re: [hypergit] The mirror is slow (#7)')
    expect(parsed.from).toEqual({
      address: 'mirror@mirror.example',
      name: expect.stringMatching(/^[a-z0-9]{8} \(○ anonymous\) via Test mirror$/),
    })
    expect(parsed.to).toEqual([{ address: 'ada@example.org', name: '' }])
    expect(parsed.text).toMatch(/^[a-z0-9]{8} \(○ anonymous\) commented:\n\nMe too, \*really\*\.\n/)
    expect(parsed.html).toContain('<p>Me too, <em>really</em>.</p>')
    expect(parsed.html).toContain('color-scheme')
  })

  test('is threaded, and its id depends on op and recipient alone', async () => {
    const thread = testThread()
    const { header, notice, message } = await mailAbout(thread)
    const root = threadMessageId(thread.op, 'mirror.example')
    expect(header('in-reply-to')).toEqual([root])
    expect(header('references')).toEqual([root])
    expect(header('message-id')).toEqual([message.messageId])
    const again = composeNotification({ notice, author: anonymous }, subscribed(thread), keys, sender, dateMs + 1)
    expect(again.messageId).toBe(message.messageId)
  })

  test('links to its page, its op and the way out, in one click too', async () => {
    const { parsed, header, notice } = await mailAbout()
    expect(parsed.text).toMatch(/On the web: https:\/\/mirror\.example\/r\/[a-z0-9]{52}\/issues\/7#[a-z0-9]{52}\n/)
    expect(parsed.text).toMatch(/This entry: https:\/\/mirror\.example\/r\/[a-z0-9]{52}\/ops\/[a-z0-9]{52}\n/)
    expect(parsed.text).toMatch(/Unsubscribe: https:\/\/mirror\.example\/unsubscribe\/[\w-]+\n/)
    expect(header('list-unsubscribe')).toEqual([
      expect.stringMatching(/^<https:\/\/mirror\.example\/unsubscribe\/[\w-]+>$/),
    ])
    expect(header('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click'])
    expect(header('list-id')).toEqual([expect.stringMatching(/^"hypergit" <[a-z0-9]{52}\.mirror\.example>$/)])
    expect(header('auto-submitted')).toEqual(['auto-generated'])
    expect(notice.thread.number).toBe(7)
  })

  test('shows the verdict and the line comments of a review', async () => {
    const thread = testThread()
    const { parsed } = await mailAbout(thread, 'Nearly.', {
      kind: 'review',
      action: {
        type: 'pull.review',
        thread: thread.op,
        commit: 'c0ffee',
        verdict: 'changes',
        body: 'Nearly.',
        lines: [
          { path: 'src/a.ts', line: 3, body: 'Why?' },
          { position: 9, body: 'And here.' },
        ],
      },
    })
    expect(parsed.text).toMatch(/asked for changes\.\n\nNearly\.\n\nsrc\/a\.ts:3:\nWhy\?\n\nposition 9:\nAnd here\./)
  })

  const hostile = 'x\r\nBcc: eve@example.org\r\n\r\n<script>alert(1)</script>\u202E" <eve@example.org>'

  test('whatever stands in titles and names, no header is added and none is moved', async () => {
    const { parsed, bytes } = await mailAbout(testThread(hostile), 'Hello.', { repository: hostile })
    const names = parsed.headers.map((field) => field.key)
    expect(names).not.toContain('bcc')
    expect(new Set(names).size).toBe(names.length)
    expect(parsed.to).toHaveLength(1)
    expect(parsed.from?.address).toBe('mirror@mirror.example')
    expect(parsed.subject).not.toMatch(/[\r\n\u202E]/)
    expect(parsed.html).not.toContain('<script')
    const head = bytes.subarray(0, bytes.indexOf('\r\n\r\n')).toString('latin1')
    expect(head).not.toMatch(/^bcc/im)
    expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
  })

  test('a hostile text stays a text, whatever its length', async () => {
    const { parsed } = await mailAbout(testThread(), `.\r\n.\r\n${hostile}\n${'y'.repeat(60_000)}`)
    expect(parsed.html).not.toContain('<script')
    expect(parsed.text).toContain('y'.repeat(60_000))
  })

  test('a key signs it, the unsubscribe headers with it', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    const thread = testThread()
    const told = { notice: noticeOf(thread.event('Signed.')), author: anonymous }
    const message = composeNotification(told, subscribed(thread), keys, sender, dateMs)
    const { bytes } = await mailEncoder({ domain: 'mirror.example', selector: 's1', privateKey: pem })(message, sender)
    const [field = ''] = /^DKIM-Signature:(?:.*\r\n)(?:[ \t].*\r\n)*/im.exec(bytes.toString('latin1')) ?? []
    expect(field).toMatch(/d=mirror\.example/)
    const signed = /;h=([^;]+);/.exec(field.replace(/\s+/g, ''))?.[1]?.toLowerCase().split(':')
    expect(signed).toEqual(
      expect.arrayContaining(['from', 'to', 'subject', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post']),
    )
    expect(verifies(bytes, field, pem)).toBe(true)
  })
})

describe('a confirmation', () => {
  test('asks once, and says what happens without an answer', async () => {
    const thread = testThread(`a\r\nBcc: eve@example.org`)
    const message = composeConfirmation(
      { mailId: randomUUID(), askedAtMs: dateMs, subscription: subscribed(thread, { state: 'pending' }) },
      keys,
      sender,
    )
    const { parsed, header } = await (async () => {
      const mail = await PostalMime.parse((await mailEncoder(undefined)(message, sender)).bytes)
      return { parsed: mail, header: (name: string) => mail.headers.filter((field) => field.key === name) }
    })()
    expect(parsed.subject).toBe('Confirm your subscription to “a Bcc: eve@example.org”')
    expect(parsed.text).toMatch(
      /https:\/\/mirror\.example\/subscriptions\/confirm\/[\w-]+\n\nWithout it nothing is sent/,
    )
    expect(header('bcc')).toEqual([])
    expect(header('list-unsubscribe')).toEqual([])
  })
})

const relaxed = (name: string, value: string): string =>
  `${name}:${value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`

/** Verifies a relaxed/relaxed signature over the headers by the letter of RFC 6376. */
function verifies(bytes: Buffer, field: string, pem: string): boolean {
  const head = bytes.subarray(0, bytes.indexOf('\r\n\r\n') + 2).toString('latin1')
  const fields = [...head.matchAll(/^([!-9;-~]+):((?:.*\r\n)(?:[ \t].*\r\n)*)/gm)].map(([, name = '', value = '']) => ({
    name: name.toLowerCase(),
    value,
  }))
  const value = field.slice(field.indexOf(':') + 1)
  const named = /;h=([^;]+);/.exec(field.replace(/\s+/g, ''))?.[1]?.toLowerCase().split(':') ?? []
  const lines = named.flatMap((name) => {
    const found = fields.findLast((candidate) => candidate.name === name)
    return found === undefined ? [] : [relaxed(name, found.value)]
  })
  const unsigned = relaxed('dkim-signature', value.replace(/\bb=[^;]*/, 'b='))
  const signature = /\bb=([^;]*)/.exec(value.replace(/\s+/g, ''))?.[1] ?? ''
  const verify = createVerify('RSA-SHA256').update([...lines, unsigned].join('\r\n'))
  return verify.verify(createPublicKey(createPrivateKey(pem)), Buffer.from(signature, 'base64'))
}
