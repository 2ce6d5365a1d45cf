declare module 'sodium-universal' {
  interface Sodium {
    readonly crypto_sign_PUBLICKEYBYTES: 32
    readonly crypto_sign_SECRETKEYBYTES: 64
    readonly crypto_sign_SEEDBYTES: 32
    readonly crypto_sign_BYTES: 64
    readonly crypto_generichash_BYTES: 32
    crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void
    crypto_sign_keypair(publicKey: Uint8Array, secretKey: Uint8Array): void
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void
    crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean
    crypto_generichash(output: Uint8Array, input: Uint8Array, key?: Uint8Array): void
    crypto_generichash_batch(output: Uint8Array, inputs: readonly Uint8Array[], key?: Uint8Array): void
    readonly crypto_secretbox_NONCEBYTES: 24
    readonly crypto_secretbox_MACBYTES: 16
    crypto_secretbox_easy(output: Uint8Array, message: Uint8Array, nonce: Uint8Array, key: Uint8Array): void
    /** false for what another key sealed, or was changed. */
    crypto_secretbox_open_easy(output: Uint8Array, box: Uint8Array, nonce: Uint8Array, key: Uint8Array): boolean
    randombytes_buf(buffer: Uint8Array): void
    sodium_memzero(buffer: Uint8Array): void
  }
  const sodium: Sodium
  export default sodium
}
