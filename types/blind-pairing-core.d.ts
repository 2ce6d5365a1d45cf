declare module 'blind-pairing-core' {
  interface Confirmation {
    readonly key: Uint8Array
    readonly additional?: { readonly data: Uint8Array; readonly signature: Uint8Array }
  }
  interface Auth {
    readonly key: Uint8Array
    readonly data: Uint8Array | null
  }

  export class CandidateRequest {
    constructor(invite: { readonly seed: Uint8Array; readonly discoveryKey: Uint8Array }, userData: Uint8Array)
    encode(): Uint8Array
    /** null for what no holder of the invite sent; throws on bytes that are no answer. */
    handleResponse(payload: Uint8Array): Auth | null
  }

  export class MemberRequest {
    /** Throws on bytes that are no request. */
    static from(request: Uint8Array): MemberRequest
    readonly inviteId: Uint8Array
    /** What the candidate sent; throws where it does not know the invite. */
    open(publicKey: Uint8Array): Uint8Array
    confirm(confirmation: Confirmation): void
    readonly response: Uint8Array | null
  }

  export function createInvite(
    key: Uint8Array,
    options: { readonly seed: Uint8Array },
  ): { readonly id: Uint8Array; readonly publicKey: Uint8Array; readonly discoveryKey: Uint8Array }
}
