declare module 'hypercore-crypto' {
  export interface KeyPair {
    publicKey: Buffer
    secretKey: Buffer
  }
  export function keyPair(seed?: Uint8Array): KeyPair
  export function sign(message: Uint8Array, secretKey: Uint8Array): Buffer
  export function verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
  export function hash(data: Uint8Array | readonly Uint8Array[], out?: Uint8Array): Buffer
  export function randomBytes(byteLength: number): Buffer
  export function discoveryKey(publicKey: Uint8Array): Buffer
  export function namespace(name: string | Uint8Array, count: number | readonly number[]): Buffer[]
}
