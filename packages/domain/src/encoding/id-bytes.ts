import b4a from 'b4a'

/** Bytes of every id: op, core, log. */
export const idByteLength = 32

/** Bytes of a seq in everything that is hashed. */
export const seqByteLength = 8

/** 32 bytes of an id that is known to be 64 hexadecimal digits. */
export const idToBytes = (hex: string): Uint8Array => b4a.from(hex, 'hex')

/** As `idToBytes`, written where the cursor stands, which moves on. */
export const encodeId = (cursor: { start: number; readonly buffer: Uint8Array | null }, hex: string): void => {
  if (cursor.buffer === null) throw new TypeError('a cursor that measures only writes no id')
  b4a.write(cursor.buffer, hex, cursor.start, 'hex')
  cursor.start += idByteLength
}

/** 64 lower-case hexadecimal digits. */
export const idFromBytes = (bytes: Uint8Array): string => b4a.toString(bytes, 'hex')

/** The bytes, least significant first, that a seq has in everything that is hashed. Exact up to 2⁵³ − 1. */
export const seqToBytes = (seq: number): Uint8Array => {
  const bytes = new Uint8Array(seqByteLength)
  let rest = seq
  for (let i = 0; i < bytes.length && rest > 0; i++) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return bytes
}
