declare module 'hypercore' {
  export interface CoreKeyPair {
    publicKey: Uint8Array
    secretKey: Uint8Array
  }
  export interface Manifest {
    version: number
    signers: { publicKey: Uint8Array }[]
    userData?: Uint8Array
  }
  export interface TreeNode {
    index: number
    size: number
    hash: Uint8Array
  }
  export interface Proof {
    fork: number
    block: { index: number; value: Uint8Array | null; nodes: TreeNode[] } | null
    hash: null
    seek: null
    upgrade: {
      start: number
      length: number
      nodes: TreeNode[]
      additionalNodes: TreeNode[]
      signature: Uint8Array
    } | null
    manifest: null
  }
  interface ReadBatch {
    getBlock(index: number): Promise<Uint8Array | null>
    tryFlush(): void
  }

  export default class Hypercore {
    static key(manifest: Manifest): Buffer
    readonly key: Buffer
    readonly discoveryKey: Buffer
    /** Length of the signed tree; with `contiguousLength` below it where blocks are still to come. */
    readonly length: number
    readonly contiguousLength: number
    readonly fork: number
    readonly writable: boolean
    /** null where the home has no secret key for it. */
    readonly keyPair: CoreKeyPair | null
    readonly closing: Promise<void> | null
    readonly manifest: {
      version: number
      signers: { publicKey: Uint8Array }[]
      userData: Uint8Array | null
    } | null
    readonly state: {
      readonly roots: readonly TreeNode[]
      readonly signature: Uint8Array | null
      readonly byteLength: number
      readonly storage: { read(): ReadBatch; readonly core: unknown }
    }
    ready(): Promise<void>
    close(): Promise<void>
    /** With a signature the blocks need no secret key: they are checked against it before anything is written. */
    append(
      blocks: Uint8Array[],
      options?: { signature?: Uint8Array; keyPair?: CoreKeyPair },
    ): Promise<{ length: number; byteLength: number }>
    get(index: number, options?: { wait?: boolean }): Promise<Uint8Array | null>
    proof(options: {
      block?: { index: number; nodes: number } | null
      upgrade?: { start: number; length: number } | null
    }): Promise<Proof>
    applyProof(proof: Proof): Promise<boolean>
    setUserData(key: string, value: Uint8Array): Promise<void>
    /** Throws blocks away and raises the fork number, which every later signature covers. */
    truncate(newLength: number): Promise<void>
    on(event: 'conflict', listener: (length: number, fork: number) => void): this
    /** A block came from a peer and is stored. */
    on(event: 'download', listener: (index: number) => void): this
    download(range: { start: number; end: number; linear?: boolean }): { done(): Promise<void> }
    replicate(stream: boolean | NodeJS.ReadWriteStream): NodeJS.ReadWriteStream
  }
}

declare module 'hypercore/lib/verifier.js' {
  import type { Manifest } from 'hypercore'

  interface SignedTree {
    readonly length: number
    signable(context: Uint8Array): Uint8Array
  }
  export default class Verifier {
    static fromManifest(manifest: Manifest): Verifier
    /** Throws on a signature that cannot be taken apart. */
    verify(tree: SignedTree, signature: Uint8Array): boolean
    sign(tree: SignedTree, keyPair: { publicKey: Uint8Array; secretKey: Uint8Array }): Uint8Array
  }
}

declare module 'hypercore/lib/caps.js' {
  const caps: {
    treeSignable(manifestHash: Uint8Array, treeHash: Uint8Array, length: number, fork: number): Uint8Array
  }
  export default caps
}

declare module 'hypercore/lib/messages.js' {
  import type { Proof } from 'hypercore'

  type WireProof = Proof & { request: number }
  interface State {
    start: number
    end: number
    buffer: Uint8Array | null
  }
  const messages: {
    wire: {
      data: {
        preencode(state: State, proof: WireProof): void
        encode(state: State, proof: WireProof): void
        decode(state: State): WireProof
      }
    }
  }
  export default messages
}
