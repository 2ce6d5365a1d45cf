declare module '@hyperswarm/secret-stream' {
  import { Duplex } from 'node:stream'

  export default class NoiseSecretStream extends Duplex {
    constructor(isInitiator: boolean, rawStream?: Duplex | null, options?: object)
    readonly isInitiator: boolean
    readonly rawStream: Duplex
    readonly publicKey: Uint8Array
    readonly remotePublicKey: Uint8Array | null
    readonly handshakeHash: Uint8Array | null
    readonly opened: Promise<boolean>
    userData: unknown
  }
}
