import type { Codec } from 'rocksdb-native'

export const prefixBytes = 4

/** Big-endian, so that the keys of one log are neighbours in key order. */
export const logPrefix = (number: number): Uint8Array =>
  Uint8Array.of(number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff)

/** Puts a log's number before each of its keys, so that any number of logs live in one RocksDB, each unaware of the others. */
export const prefixedKeys = (number: number): Codec => {
  const prefix = logPrefix(number)
  return {
    preencode(state, key) {
      state.end += prefixBytes + key.byteLength
    },
    encode(state, key) {
      const buffer = state.buffer as Uint8Array
      buffer.set(prefix, state.start)
      buffer.set(key, state.start + prefixBytes)
      state.start += prefixBytes + key.byteLength
    },
    decode(state) {
      const key = (state.buffer as Uint8Array).subarray(state.start + prefixBytes, state.end)
      state.start = state.end
      return key
    },
  }
}
