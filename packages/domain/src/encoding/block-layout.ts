import b4a from 'b4a'
import { state as cursor, uint, uint8 } from 'compact-encoding'
import { idByteLength } from './id-bytes.js'
import { limits } from './limits.js'

/** The version that this package writes and reads. */
export const envelopeVersion = 1

const wholeForm = 0
const purgedForm = 1

/**
 * A block's outer layout (docs/protocol.md, section 3), numbers in compact-encoding's shortest form:
 *
 *     version   uint, 1
 *     form      one byte: 0 whole, 1 purged
 *     header    uint byte length, then as many bytes
 *     body      whole: uint byte length, then as many bytes, which may be none; purged: the 32 bytes of the body's hash
 *
 * Only the version is certain to mean the same in a higher one.
 */
export type Layout =
  | { readonly kind: 'whole'; readonly header: Uint8Array; readonly body: Uint8Array }
  | { readonly kind: 'purged'; readonly header: Uint8Array; readonly bodyHash: Uint8Array }
  | { readonly kind: 'future'; readonly version: number }
  | { readonly kind: 'broken'; readonly detail: string }

const broken = (detail: string): Layout => ({ kind: 'broken', detail })

const uintByteLength = (value: number): number => {
  const state = cursor()
  uint.preencode(state, value)
  return state.end
}

const join = (form: number, header: Uint8Array, tail: Uint8Array, tailLength: number | undefined): Uint8Array => {
  const framed = tailLength === undefined ? 0 : uintByteLength(tailLength)
  const bytes = b4a.allocUnsafe(2 + uintByteLength(header.byteLength) + header.byteLength + framed + tail.byteLength)
  const state = cursor(0, bytes.byteLength, bytes)
  uint.encode(state, envelopeVersion)
  uint8.encode(state, form)
  uint.encode(state, header.byteLength)
  bytes.set(header, state.start)
  state.start += header.byteLength
  if (tailLength !== undefined) uint.encode(state, tailLength)
  bytes.set(tail, state.start)
  return bytes
}

/** The block that an author appends. */
export const joinWhole = (header: Uint8Array, body: Uint8Array): Uint8Array =>
  join(wholeForm, header, body, body.byteLength)

/** What a host serves in the place of a block whose body it took down. */
export const joinPurged = (header: Uint8Array, hashOfBody: Uint8Array): Uint8Array =>
  join(purgedForm, header, hashOfBody, undefined)

class Reader {
  start = 0
  readonly end: number

  constructor(readonly bytes: Uint8Array) {
    this.end = bytes.byteLength
  }

  /** A number, or undefined where the bytes end before it does, it is above 2⁵³ − 1, or not in its shortest form. */
  uint(): number | undefined {
    const first = this.bytes[this.start]
    if (first === undefined) return undefined
    if (first <= 0xfc) {
      this.start++
      return first
    }
    const from = this.start
    const state = cursor(this.start, this.end, this.bytes)
    try {
      const value = uint.decode(state)
      this.start = state.start
      return uintByteLength(value) === this.start - from ? value : undefined
    } catch {
      return undefined
    }
  }

  take(byteLength: number): Uint8Array | undefined {
    if (this.end - this.start < byteLength) return undefined
    const taken = this.bytes.subarray(this.start, this.start + byteLength)
    this.start += byteLength
    return taken
  }

  framed(): Uint8Array | undefined {
    const byteLength = this.uint()
    return byteLength === undefined ? undefined : this.take(byteLength)
  }
}

const splitTail = (reader: Reader, form: number | undefined, header: Uint8Array): Layout => {
  const tail = form === purgedForm ? reader.take(idByteLength) : reader.framed()
  if (tail === undefined) return broken('the block ends within its body')
  if (reader.start < reader.end) return broken('there are bytes after the end of the body')
  return form === purgedForm ? { kind: 'purged', header, bodyHash: tail } : { kind: 'whole', header, body: tail }
}

/** Takes any bytes apart without copying; never throws. */
export const splitBlock = (bytes: Uint8Array): Layout => {
  const reader = new Reader(b4a.toBuffer(bytes))
  const version = reader.uint()
  if (version === undefined) return broken('the block does not begin with a version')
  if (version > envelopeVersion) return { kind: 'future', version }
  if (version < envelopeVersion) return broken('version 0 does not exist')
  if (bytes.byteLength > limits.envelopeBytesMax) {
    return broken(`the block is ${bytes.byteLength} bytes long, at most ${limits.envelopeBytesMax} are allowed`)
  }
  const form = reader.uint()
  if (form !== wholeForm && form !== purgedForm) return broken('the block has neither of the two forms')
  const header = reader.framed()
  if (header === undefined) return broken('the block ends within its header')
  return splitTail(reader, form, header)
}
