declare module 'bip39-mnemonic' {
  /** 32 random bytes. */
  export function generateEntropy(): Uint8Array
  export function entropyToMnemonic(entropy: Uint8Array): string
  /** Throws on what is no phrase. */
  export function mnemonicToEntropy(mnemonic: string): Uint8Array
}

declare module 'bip39-mnemonic/wordlist/index.js' {
  export function loadWordlist(language: 'english'): readonly string[]
}
