import { advanced, advances, emptyFrontier, type Frontier } from '../graph/frontier.js'

/** The value of collection `checkpoint`: pairs of chain number and count, as little-endian uint32 and float64. */
const entryBytes = 12

export const encodeFrontier = (frontier: Frontier): Uint8Array => {
  const entries = advances(frontier, emptyFrontier)
  const view = new DataView(new ArrayBuffer(entries.length * entryBytes))
  entries.forEach(([chain, count], index) => {
    view.setUint32(index * entryBytes, chain, true)
    view.setFloat64(index * entryBytes + 4, count, true)
  })
  return new Uint8Array(view.buffer)
}

export const decodeFrontier = (bytes: Uint8Array): Frontier => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: [number, number][] = []
  for (let at = 0; at < bytes.byteLength; at += entryBytes)
    entries.push([view.getUint32(at, true), view.getFloat64(at + 4, true)])
  return advanced(emptyFrontier, entries)
}
