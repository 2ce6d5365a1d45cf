import { scrypt } from 'node:crypto'
import b4a from 'b4a'
import { type Invite, inviteBytes } from './invite.js'

/** Words that two people, or one with two machines, compare: 55 bits. */
export const pairingWordCount = 5
const bitsPerWord = 11

/**
 * What it costs to try one device against the words: 64 MiB and some tenths of a second. Somebody who came by the invite can see the device that asks, and
 * would have to find another one with the same words while the invite lasts.
 */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 }
const salt = 'hypergit/pairing-words/1'

const stretched = (input: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    scrypt(input, salt, Math.ceil((pairingWordCount * bitsPerWord) / 8), cost, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })

/** The words that follow from the invite and from what the machine that asks says of itself, which both sides have: the same on both, or somebody is between them. */
export const pairingWords = async (invite: Invite, request: Uint8Array): Promise<readonly string[]> => {
  const { loadWordlist } = await import('bip39-mnemonic/wordlist/index.js')
  const list = loadWordlist('english')
  let bits = 0n
  const key = await stretched(b4a.concat([inviteBytes(invite), request]))
  for (const byte of key) bits = (bits << 8n) | BigInt(byte)
  return Array.from({ length: pairingWordCount }, (_, place) => {
    const word = list[Number((bits >> BigInt(place * bitsPerWord)) & 2_047n)]
    if (word === undefined) throw new RangeError('the word list is too short')
    return word
  })
}

/** The words of what somebody typed. */
export const wordsOf = (typed: string): readonly string[] =>
  typed
    .toLowerCase()
    .split(/[\s,-]+/)
    .filter((word) => word !== '')

/** Whether the words, as somebody typed them, are these. */
export const sameWords = (typed: string, words: readonly string[]): boolean =>
  wordsOf(typed).join(' ') === words.join(' ')
