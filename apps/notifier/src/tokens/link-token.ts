import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a link in a mail lets its holder do: confirm a subscription, change it, end it. */
export const linkKinds = ['confirm', 'manage', 'unsubscribe'] as const
export type LinkKind = (typeof linkKinds)[number]

export const isLinkKind = (text: string): text is LinkKind => (linkKinds as readonly string[]).includes(text)

/** A key that signs links; `id` is 1 to 65,535. All keys that are kept verify, the newest signs, so keys can be replaced without breaking old mails. */
export interface LinkKey {
  readonly id: number
  readonly secret: Buffer
}

/** What a link says, all of it signed. */
export interface LinkClaim {
  readonly kind: LinkKind
  /** UUID of the subscription. */
  readonly subscription: string
  /** How often the subscription has been started: a link of an earlier round does nothing. */
  readonly round: number
  /** Seconds since 1970; 0 for a link that a mail holds for ever. */
  readonly expiresAtSeconds: number
}

export type ReadLink =
  | { readonly ok: true; readonly claim: LinkClaim }
  | { readonly ok: false; readonly reason: 'forged' }
  | { readonly ok: false; readonly reason: 'expired'; readonly claim: LinkClaim }

const claimBytes = 1 + 2 + 16 + 4 + 6
const macBytes = 32
/** Characters of a token in a link: base64url without padding. */
export const tokenLength = Math.ceil(((claimBytes + macBytes) * 4) / 3)
const tokenForm = new RegExp(`^[A-Za-z0-9_-]{${tokenLength}}$`)

const mac = (secret: Buffer, claim: Buffer): Buffer =>
  createHmac('sha256', secret).update('hypergit/mail-link/1').update(claim).digest()

/** The token of a link: claim and HMAC-SHA-256. Nothing about it is stored, and the same claim always gives the same token. */
export function signLink(key: LinkKey, claim: LinkClaim): string {
  const bytes = Buffer.alloc(claimBytes)
  bytes.writeUInt8(linkKinds.indexOf(claim.kind), 0)
  bytes.writeUInt16BE(key.id, 1)
  bytes.write(claim.subscription.replaceAll('-', ''), 3, 'hex')
  bytes.writeUInt32BE(claim.round, 19)
  bytes.writeUIntBE(claim.expiresAtSeconds, 23, 6)
  return Buffer.concat([bytes, mac(key.secret, bytes)]).toString('base64url')
}

/** What a token says, if one of the keys signed it for this kind of link; compared in constant time, without asking the database. */
export function readLink(keys: readonly LinkKey[], kind: LinkKind, token: string, nowMs: number): ReadLink {
  if (!tokenForm.test(token)) return { ok: false, reason: 'forged' }
  const bytes = Buffer.from(token, 'base64url')
  const signed = bytes.subarray(0, claimBytes)
  const keyId = signed.readUInt16BE(1)
  const key = keys.find((candidate) => candidate.id === keyId)
  if (key === undefined || !timingSafeEqual(mac(key.secret, signed), bytes.subarray(claimBytes)))
    return { ok: false, reason: 'forged' }
  if (linkKinds[signed.readUInt8(0)] !== kind) return { ok: false, reason: 'forged' }
  const claim: LinkClaim = {
    kind,
    subscription: uuid(signed.subarray(3, 19)),
    round: signed.readUInt32BE(19),
    expiresAtSeconds: signed.readUIntBE(23, 6),
  }
  const expired = claim.expiresAtSeconds !== 0 && claim.expiresAtSeconds * 1_000 <= nowMs
  return expired ? { ok: false, reason: 'expired', claim } : { ok: true, claim }
}

function uuid(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
