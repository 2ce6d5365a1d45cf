import { type LogId, logOfFounder } from '@hypergit/domain'
import { keyOfSigner, type SecretKeyPair } from '@hypergit/log'
import { entropyToMnemonic, generateEntropy, mnemonicToEntropy } from 'bip39-mnemonic'
import { loadWordlist } from 'bip39-mnemonic/wordlist/index.js'
import IdentityKey from 'keet-identity-key'
import { type Answer, answer, fail } from '../api/failure.js'

/** Words of a phrase that is made here; shorter ones of the same standard (BIP 39) are read as well. */
export const phraseWordCount = 24
const wordCounts: readonly number[] = [12, 18, phraseWordCount]

export const newPhrase = (): string => entropyToMnemonic(generateEntropy())

/** The phrase as it is kept: 32 bytes instead of words. */
export const entropyOf = (phrase: string): Uint8Array => mnemonicToEntropy(phrase)
export const phraseOf = (entropy: Uint8Array): string => entropyToMnemonic(entropy)

const invalid = (message: string) => fail({ code: 'invalid', message })

/** The phrase in the form that keys derive from, whatever its spaces and letters' case. Says what is wrong without repeating it. */
export const parsePhrase = (text: string): Answer<string> => {
  const words = text.trim().toLowerCase().split(/\s+/)
  if (!wordCounts.includes(words.length)) {
    const counted = text.trim() === '' ? 'no words' : `${words.length} words`
    return invalid(`a recovery phrase has ${phraseWordCount} words (12 and 18 are read as well); ${counted} were given`)
  }
  const known = new Set(loadWordlist('english'))
  const wrong = words.flatMap((word, index) => (known.has(word) ? [] : [index + 1]))
  if (wrong.length > 0) {
    return invalid(`word ${wrong.join(', ')} of the recovery phrase is none of the words that phrases are made of`)
  }
  const phrase = words.join(' ')
  try {
    mnemonicToEntropy(phrase)
    return answer(phrase)
  } catch {
    return invalid(
      'the words are right one by one and do not belong together: one is exchanged for another, or their order is wrong',
    )
  }
}

/** The identity key that follows from a phrase, and the user whose log it founds. */
export interface Identity {
  readonly keyPair: SecretKeyPair
  readonly user: LogId
}

/** Runs `work` with the identity key of a phrase, and overwrites the key afterwards. */
export const withIdentity = async <Result>(
  phrase: string,
  work: (identity: Identity) => Promise<Result>,
): Promise<Result> => {
  const key = await IdentityKey.from({ mnemonic: phrase })
  try {
    const { identityKeyPair: keyPair } = key
    const { publicKey } = keyPair
    return await work({ keyPair, user: logOfFounder(keyOfSigner({ publicKey, userData: publicKey })) })
  } finally {
    key.clear()
  }
}
