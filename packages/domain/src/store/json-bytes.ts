import b4a from 'b4a'

/** The engine's own records as JSON text in UTF-8; what is read back was written by the same program, so it is not checked again. */
export const toJsonBytes = (record: object): Uint8Array => b4a.from(JSON.stringify(record))

export const fromJsonBytes = (bytes: Uint8Array): unknown => JSON.parse(b4a.toString(bytes))

/** A JSON head of known length, then raw bytes. */
export const joinHead = (head: object, tail: Uint8Array): Uint8Array => {
  const text = JSON.stringify(head)
  const headBytes = b4a.byteLength(text)
  const joined = b4a.allocUnsafe(4 + headBytes + tail.byteLength)
  joined[0] = headBytes
  joined[1] = headBytes >>> 8
  joined[2] = headBytes >>> 16
  joined[3] = headBytes >>> 24
  b4a.write(joined, text, 4)
  joined.set(tail, 4 + headBytes)
  return joined
}

export const splitHead = (joined: Uint8Array): { readonly head: unknown; readonly tail: Uint8Array } => {
  const length = new DataView(joined.buffer, joined.byteOffset, joined.byteLength).getUint32(0, true)
  return { head: fromJsonBytes(joined.subarray(4, 4 + length)), tail: joined.subarray(4 + length) }
}
