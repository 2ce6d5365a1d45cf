import { decode, encode } from 'z32'
import { isHexId } from '../ids.js'
import { idByteLength, idFromBytes, idToBytes } from './id-bytes.js'

/** Characters of an id in z-base-32. */
export const z32Length = 52
/** The shortest beginning of an op id that pages and the API accept for it. */
export const idPrefixLengthMin = 8

const linkPrefix = 'hypergit://'
const z32Text = /^[ybndrfg8ejkmcpqxot1uwisza345h769]+$/

/** An id as people see it. */
export const toZ32 = (hex: string): string => encode(idToBytes(hex))

/** The link of a log: `hypergit://` and its id in z-base-32. */
export const linkOf = (hex: string): string => `${linkPrefix}${toZ32(hex)}`

export type ParsedId =
  | { readonly ok: true; /** 64 hexadecimal digits. */ readonly id: string }
  | { readonly ok: false; readonly problem: string }

const quoted = (text: string): string => JSON.stringify(text.slice(0, 80))

/**
 * An id from what a person or another program wrote: 64 hexadecimal digits, 52 characters of z-base-32, or a link. Spaces around it and capital
 * letters are forgiven. The problem says what was given and what is valid.
 */
export const parseId = (text: string): ParsedId => {
  const trimmed = text.trim().toLowerCase()
  const bare = trimmed.startsWith(linkPrefix) ? trimmed.slice(linkPrefix.length).replace(/\/$/, '') : trimmed
  if (isHexId(bare)) return { ok: true, id: bare }
  if (bare.length !== z32Length || !z32Text.test(bare)) {
    const valid = `${z32Length} characters of z-base-32, 64 hexadecimal digits, or a link ${linkPrefix}…`
    return { ok: false, problem: `${quoted(text)} is no id: ${valid} is needed` }
  }
  const id = idFromBytes(decode(bare))
  // The last character has four bits to spare: of its sixteen spellings only one is the id's own.
  return toZ32(id) === bare
    ? { ok: true, id }
    : { ok: false, problem: `${quoted(text)} is no id: its last character cannot stand there` }
}

/** The ids, as 64 hexadecimal digits and both ends included, whose z-base-32 begins with a prefix: bounds for a sorted index. */
export interface IdRange {
  readonly first: string
  readonly last: string
}

/** undefined for what no id can begin with: other characters, none, or too many. */
export const idRangeOfZ32 = (prefix: string): IdRange | undefined => {
  const text = prefix.trim().toLowerCase()
  if (text.length > z32Length || !z32Text.test(text)) return undefined
  const filled = (character: string): string =>
    idFromBytes(decode(text.padEnd(z32Length, character)).subarray(0, idByteLength))
  const range = { first: filled('y'), last: filled('9') }
  return text.length < z32Length || toZ32(range.first) === text ? range : undefined
}

/** Whether the id begins so in z-base-32 or in hexadecimal digits. */
export const idBeginsWith = (hex: string, prefix: string): boolean => {
  const text = prefix.trim().toLowerCase()
  return text.length > 0 && (hex.startsWith(text) || toZ32(hex).startsWith(text))
}
