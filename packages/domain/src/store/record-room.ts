import b4a from 'b4a'
import { state as cursor, type State } from 'compact-encoding'

/** What is taken from the system at a time. */
const pieceBytes = 64 * 1024

let piece = b4a.alloc(0)
let taken = 0

/**
 * A cursor with room for a record of at most so many bytes, to be cut off by `cutRecord` before the next one is begun. Records are written one behind
 * the other into pieces of memory, so that a small one costs neither a piece nor a copy.
 */
export const roomForRecord = (bytesMax: number): State => {
  if (piece.byteLength - taken < bytesMax) {
    piece = b4a.allocUnsafeSlow(Math.max(pieceBytes, bytesMax))
    taken = 0
  }
  return cursor(taken, taken + bytesMax, piece)
}

/** What was written up to where the cursor stands. */
export const cutRecord = ({ start }: State): Uint8Array => {
  const record = piece.subarray(taken, start)
  taken = start
  return record
}

/** Copies the bytes to where the cursor stands, which moves on. */
export const putBytes = (state: State, bytes: Uint8Array): void => {
  piece.set(bytes, state.start)
  state.start += bytes.byteLength
}
