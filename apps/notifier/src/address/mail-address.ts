import { z } from 'zod'

/** Longest address that SMTP can carry in a path (RFC 5321, section 4.5.3.1.3), octets. */
export const addressBytesMax = 254
const localPartBytesMax = 64

/** An address that passed the door: one mailbox, no display name, no comment, no quoting, its domain in lower case. */
declare const checked: unique symbol
export type MailAddress = string & { readonly [checked]: true }

export type ParsedAddress =
  | { readonly ok: true; readonly address: MailAddress }
  | { readonly ok: false; readonly reason: string }

const mailbox = z.email({ pattern: z.regexes.html5Email })

/**
 * One mailbox from what a reader typed. What is taken here can be put into a header and an SMTP command as it is: no line break, no space, no
 * comma, no angle bracket gets through. Internationalised addresses are refused, since not every server on the way can carry them.
 */
export function parseAddress(text: string): ParsedAddress {
  const trimmed = text.trim()
  if (trimmed === '') return { ok: false, reason: 'the address is empty; NAME@DOMAIN is expected' }
  if (Buffer.byteLength(trimmed) > addressBytesMax) {
    return { ok: false, reason: `the address is longer than ${addressBytesMax} bytes` }
  }
  const at = trimmed.lastIndexOf('@')
  const localPart = trimmed.slice(0, at)
  const domain = trimmed.slice(at + 1).toLowerCase()
  const canonical = `${localPart}@${domain}`
  const dotsInPlace = !localPart.startsWith('.') && !localPart.endsWith('.') && !localPart.includes('..')
  if (at < 1 || localPart.length > localPartBytesMax || !dotsInPlace || !mailbox.safeParse(canonical).success) {
    return { ok: false, reason: 'this is not an address; NAME@DOMAIN in ASCII letters is expected' }
  }
  return { ok: true, address: canonical as MailAddress }
}

/** An address as shown to whoever holds a link of its owner: enough to recognise it, not enough to collect it. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, 1)}…${address.slice(at)}`
}
