declare module 'keet-identity-key' {
  interface Verified {
    readonly identityPublicKey: Uint8Array
    readonly devicePublicKey: Uint8Array
  }

  /** The decoded form of a proof before its data is signed; `epoch` in ms. */
  export interface ProofHead {
    readonly version: 1
    readonly epoch: number
    readonly identity: Uint8Array
    readonly chain: readonly { readonly publicKey: Uint8Array; readonly signature: Uint8Array }[]
  }

  interface KeyPair {
    readonly publicKey: Uint8Array
    readonly secretKey: Uint8Array
  }

  export default class IdentityKey {
    /** Rejects for what is no phrase. */
    static from(options: { readonly mnemonic: string }): Promise<IdentityKey>
    readonly identityKeyPair: KeyPair
    /** Overwrites the secrets that it holds. */
    clear(): void
    /** The proof with one more device in its chain. */
    static attestDevice(publicKey: Uint8Array, parent: KeyPair, proof: Uint8Array | ProofHead): Uint8Array
    /** null when the proof does not attest `data`; throws on bytes that are no proof. */
    static verify(
      proof: Uint8Array | ProofHead,
      data: Uint8Array | null,
      options?: { readonly expectedIdentity?: Uint8Array; readonly expectedDevice?: Uint8Array },
    ): Verified | null
    static attestData(data: Uint8Array, keyPair: KeyPair, proof?: Uint8Array | ProofHead): Uint8Array
  }
}

declare module 'keet-identity-key/lib/encoding.js' {
  import type { ProofHead } from 'keet-identity-key'

  /** Throws on bytes that are no proof. */
  const ProofEncoding: {
    preencode(state: { start: number; end: number; buffer: Uint8Array | null }, proof: ProofHead): void
    encode(state: { start: number; end: number; buffer: Uint8Array | null }, proof: ProofHead): void
    decode(state: { start: number; end: number; buffer: Uint8Array | null }): ProofHead
  }
  const encoding: { readonly ProofEncoding: typeof ProofEncoding }
  export default encoding
}
