declare module 'blind-pairing' {
  import type Hyperswarm from 'hyperswarm'

  interface Request {
    open(publicKey: Uint8Array): Uint8Array
    confirm(confirmation: { readonly key: Uint8Array }): void
  }

  export default class BlindPairing {
    constructor(swarm: Hyperswarm)
    static createInvite(key: Uint8Array): {
      readonly invite: Uint8Array
      readonly publicKey: Uint8Array
      readonly discoveryKey: Uint8Array
    }
    addMember(options: { readonly discoveryKey: Uint8Array; readonly onadd: (request: Request) => Promise<void> }): {
      flushed(): Promise<unknown>
    }
    addCandidate(options: {
      readonly invite: Uint8Array
      readonly userData: Uint8Array
      readonly onadd?: (result: object) => Promise<void>
    }): { readonly pairing: Promise<object | null> }
    close(): Promise<void>
  }
}
