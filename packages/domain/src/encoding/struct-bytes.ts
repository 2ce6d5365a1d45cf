import b4a from 'b4a'
import type { CodecState, StructCodec } from '../../spec/generated/envelope.js'

/** A struct and the codec that writes it. */
export interface Part {
  readonly codec: StructCodec
  readonly struct: object
}

/** The structs one after the other, nothing between them. Throws on a struct that its codec cannot write. */
export const writeParts = (parts: readonly Part[]): Uint8Array => {
  const state: CodecState = { start: 0, end: 0, buffer: null }
  for (const { codec, struct } of parts) codec.preencode(state, struct)
  state.buffer = b4a.allocUnsafe(state.end)
  for (const { codec, struct } of parts) codec.encode(state, struct)
  return state.buffer
}

/** What is written to be compared is dropped at once, so one piece of memory serves for all of it. */
const scratch = b4a.alloc(4096)

/**
 * Whether the bytes are the only ones that these structs have. The generated codecs read more than they write (numbers in a longer form, unknown
 * flags, text that is no UTF-8, bytes after the end); refusing all of it at once is comparing with what they write.
 */
export const isCanonical = (parts: readonly Part[], bytes: Uint8Array): boolean => {
  const state: CodecState = { start: 0, end: 0, buffer: null }
  for (const { codec, struct } of parts) codec.preencode(state, struct)
  if (state.end !== bytes.byteLength) return false
  const written = state.end <= scratch.byteLength ? scratch : b4a.allocUnsafe(state.end)
  state.buffer = written
  for (const { codec, struct } of parts) codec.encode(state, struct)
  for (let at = 0; at < bytes.byteLength; at++) if (written[at] !== bytes[at]) return false
  return true
}
