declare module 'hypercore-crypto' {
  export interface KeyPair {
    publicKey: Buffer
    secretKey: Buffer
  }
  export interface MerkleNode {
    readonly index: number
    readonly size: number
    readonly hash: Uint8Array
  }
  export function keyPair(seed?: Uint8Array): KeyPair
  export function sign(message: Uint8Array, secretKey: Uint8Array): Buffer
  export function verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  export function hash(data: Uint8Array | readonly Uint8Array[], out?: Uint8Array): Buffer
  export function randomBytes(byteLength: number): Buffer
  export function discoveryKey(publicKey: Uint8Array): Buffer
  /** Hash of a Merkle tree's leaf, of the node over two others, and of all roots of a tree. */
  export function data(block: Uint8Array): Buffer
  export function parent(left: MerkleNode, right: MerkleNode): Buffer
  export function tree(roots: readonly MerkleNode[]): Buffer
  export function namespace(name: string | Uint8Array, count: number | readonly number[]): Buffer[]
}
