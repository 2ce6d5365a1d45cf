import { decode, encode } from 'z32'

const alphabet = 'ybndrfg8ejkmcpqxot1uwisza345h769'
const z32Id = /^[ybndrfg8ejkmcpqxot1uwisza345h769]{52}$/
const hexId = /^[0-9a-f]{64}$/i
const link = /^hypergit:\/\//i

/** What an id may look like, for error messages. */
export const idForms = '52 characters of z-base-32, 64 hexadecimal digits or hypergit://<id>'

/** 64 hexadecimal digits of an id in any of its forms; undefined for anything else. */
export const parseId = (text: string): string | undefined => {
  const bare = text.trim().replace(link, '').replace(/\/$/, '')
  if (hexId.test(bare)) return bare.toLowerCase()
  if (!z32Id.test(bare)) return undefined
  const bytes = decode(bare)
  // 52 characters hold 260 bits: an id has 256, and its last character no other bits set.
  const hex = Buffer.from(bytes).subarray(0, 32).toString('hex')
  return encode(Buffer.from(hex, 'hex')) === bare ? hex : undefined
}

/** Fewest characters of an op id that name it. */
export const prefixLengthMin = 8

export interface IdRange {
  readonly low: string
  readonly high: string
}

const padded = (bits: string, fill: '0' | '1'): string =>
  BigInt(`0b${bits.padEnd(256, fill).slice(0, 256)}`).toString(16).padStart(64, '0')

/** The ids that begin with these characters of z-base-32 (8 to 52), as bounds of their hexadecimal digits; undefined for anything else. */
export const prefixRange = (prefix: string): IdRange | undefined => {
  if (prefix.length < prefixLengthMin || prefix.length > 52) return undefined
  const digits = [...prefix].map((character) => alphabet.indexOf(character))
  if (digits.includes(-1)) return undefined
  const bits = digits.map((digit) => digit.toString(2).padStart(5, '0')).join('')
  return { low: padded(bits, '0'), high: padded(bits, '1') }
}
