declare module 'bip39-mnemonic/wordlist/index.js' {
  /** 2,048 words. */
  export function loadWordlist(language: 'english'): readonly string[]
}
