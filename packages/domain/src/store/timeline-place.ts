import { state as cursor, uint } from 'compact-encoding'
import { cutRecord, roomForRecord } from './record-room.js'

/** The value of collection `timeline`: where the op stands, so that its past is known without loading it. */
export interface TimelinePlace {
  /** The chain's number. */
  readonly chain: number
  readonly seq: number
}

const bytesMax = 18

export const encodePlace = ({ chain, seq }: TimelinePlace): Uint8Array => {
  const state = roomForRecord(bytesMax)
  uint.encode(state, chain)
  uint.encode(state, seq)
  return cutRecord(state)
}

export const decodePlace = (bytes: Uint8Array): TimelinePlace => {
  const state = cursor(0, bytes.byteLength, bytes)
  return { chain: uint.decode(state), seq: uint.decode(state) }
}
