import sodium from 'sodium-universal'
import type { Blake2b256 } from '../engine.js'

/** The real BLAKE2b-256, which production passes in as well. */
export const blake2b256: Blake2b256 = (parts) => {
  const output = new Uint8Array(32)
  sodium.crypto_generichash_batch(output, parts)
  return output
}
