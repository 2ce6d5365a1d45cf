import b4a from 'b4a'
import { state as cursor, uint } from 'compact-encoding'
import { type Frontier, forEachCounts, frontierOf } from '../graph/frontier.js'

/** The largest uint that is encoded as itself. */
const oneByteMax = 0xfc

/** Two uints at their longest. */
const entryBytesMax = 18

/** Where a record is put together before it is known how long it is. */
let scratch = b4a.alloc(4096)

const withRoom = (bytes: number): Uint8Array => {
  if (bytes > scratch.byteLength) {
    const larger = b4a.alloc(2 * bytes)
    larger.set(scratch)
    scratch = larger
  }
  return scratch
}

/** The value of collection `checkpoint`: for each chain in ascending order how many it skips since the one before, and its count. */
export const encodeFrontier = (frontier: Frontier): Uint8Array => {
  const state = cursor(0, scratch.byteLength, scratch)
  let next = 0
  forEachCounts(frontier, (counts, first) => {
    const bytes = withRoom(state.start + entryBytesMax * counts.length)
    state.buffer = bytes
    let at = state.start
    for (let slot = 0; slot < counts.length; slot++) {
      const count = counts[slot] as number
      if (count === 0) continue
      const skipped = first + slot - next
      next = first + slot + 1
      // Nearly all are a byte long, and a frontier may have many.
      if (skipped <= oneByteMax && count <= oneByteMax) {
        bytes[at++] = skipped
        bytes[at++] = count
        continue
      }
      state.start = at
      uint.encode(state, skipped)
      uint.encode(state, count)
      at = state.start
    }
    state.start = at
  })
  return b4a.from(scratch.subarray(0, state.start))
}

export const decodeFrontier = (bytes: Uint8Array): Frontier => {
  const state = cursor(0, bytes.byteLength, bytes)
  const entries: [number, number][] = []
  let next = 0
  while (state.start < bytes.byteLength) {
    const chain = next + uint.decode(state)
    entries.push([chain, uint.decode(state)])
    next = chain + 1
  }
  return frontierOf(entries)
}
