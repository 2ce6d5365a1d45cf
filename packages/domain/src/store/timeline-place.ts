import b4a from 'b4a'
import { state as cursor, uint } from 'compact-encoding'

/** The value of collection `timeline`: where the op stands, so that its past is known without loading it. */
export interface TimelinePlace {
  /** The chain's number. */
  readonly chain: number
  readonly seq: number
}

const bytesMax = 18

export const encodePlace = ({ chain, seq }: TimelinePlace): Uint8Array => {
  const bytes = b4a.allocUnsafe(bytesMax)
  const state = cursor(0, bytesMax, bytes)
  uint.encode(state, chain)
  uint.encode(state, seq)
  return bytes.subarray(0, state.start)
}

export const decodePlace = (bytes: Uint8Array): TimelinePlace => {
  const state = cursor(0, bytes.byteLength, bytes)
  return { chain: uint.decode(state), seq: uint.decode(state) }
}
