import type { z } from 'zod'
import {
  type AddressChallenge,
  addressChallenge,
  addressOutcome,
  linkPage,
  mailPage,
  type LinkKind,
  type LinkPage,
  type MailPage,
} from './link-page.js'

export interface SubscriptionRequest {
  /** Hexadecimal. */
  readonly log: string
  readonly thread: string
  readonly threadTitle: string
  /** As a reader typed it; the notifier judges it. */
  readonly email: string
  readonly level?: 'all' | 'comments' | undefined
  /** An opaque mark of the reader's network address, for the limit per client. */
  readonly client: string
}

export interface AddressRequest {
  readonly email: string
  readonly challenge: string
  /** Base64. */
  readonly proof: string
  readonly client: string
}

/** The notifier cannot be reached, or answers what cannot be understood. */
export class NotifierUnavailable extends Error {
  override readonly name = 'NotifierUnavailable'
  readonly code = 'notifier-unavailable'
}

const timeoutMs = 5_000
const answerBytesMax = 2 * 1024 * 1024

/** The notifier's internal API: it owns addresses and subscriptions, and no other service sees its tables. */
export class NotifierClient {
  /** `url` is asked at each call, since a mirror in one process picks the port after this is made. */
  constructor(
    private readonly url: () => string | undefined,
    private readonly token: string,
  ) {}

  /** Resolves when the notifier has the request, whatever it decides about it. */
  async subscribe(request: SubscriptionRequest): Promise<void> {
    await this.call('POST', '/internal/subscriptions', request)
  }

  async challenge(user: string): Promise<AddressChallenge> {
    return this.read(addressChallenge, await this.call('POST', `/internal/users/${user}/challenge`, {}))
  }

  /** What is wrong with the proof; undefined when the notifier has the request, whatever it decides about the address. */
  async bindAddress(user: string, request: AddressRequest): Promise<string | undefined> {
    const text = await this.call('POST', `/internal/users/${user}/addresses`, request)
    const { reason, detail } = this.read(addressOutcome, text)
    return reason === 'forged-proof' || reason === 'expired-challenge' ? (detail ?? reason) : undefined
  }

  async showLink(kind: LinkKind, token: string): Promise<LinkPage> {
    return this.read(linkPage, await this.call('GET', `/internal/tokens/${kind}/${encodeURIComponent(token)}`))
  }

  async useLink(kind: LinkKind, token: string, form: { readonly level?: string | undefined }): Promise<LinkPage> {
    return this.read(linkPage, await this.call('POST', `/internal/tokens/${kind}/${encodeURIComponent(token)}`, form))
  }

  async mail(query: { readonly limit: number; readonly after?: string | undefined }): Promise<MailPage> {
    const params = new URLSearchParams({
      limit: String(query.limit),
      ...(query.after === undefined ? {} : { after: query.after }),
    })
    return this.read(mailPage, await this.call('GET', `/internal/mail?${params.toString()}`))
  }

  private async call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<string> {
    const origin = this.url()
    if (origin === undefined) throw new NotifierUnavailable('NOTIFIER_URL is not set: this mirror sends no mail.')
    try {
      const response = await fetch(new URL(path, origin), {
        method,
        headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok)
        throw new NotifierUnavailable(`The notifier answered ${response.status} to ${method} ${path.split('?')[0]}`)
      if (text.length > answerBytesMax) throw new NotifierUnavailable('The notifier answered more than expected.')
      return text
    } catch (cause) {
      if (cause instanceof NotifierUnavailable) throw cause
      throw new NotifierUnavailable('The notifier does not answer.', { cause })
    }
  }

  private read<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
    try {
      return schema.parse(JSON.parse(text))
    } catch (cause) {
      throw new NotifierUnavailable('The notifier’s answer cannot be understood.', { cause })
    }
  }
}
