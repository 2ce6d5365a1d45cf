declare module 'z32' {
  export function encode(bytes: Uint8Array): string
  /** Throws on a character that is not z-base-32. */
  export function decode(text: string): Uint8Array
}
