import b4a from 'b4a'
import sodium from 'sodium-universal'
import { z } from 'zod'
import { ClientError } from '../api/client-error.js'
import { KeyFile } from './key-file.js'
import { entropyOf, phraseOf } from './phrase.js'

const hex = z.string().regex(/^([0-9a-f]{2})+$/)
const schema = z.object({ version: z.literal(1), nonce: hex.length(48), box: hex.max(256) })

/**
 * HOME/identity/recovery.json: the recovery phrase of a user who has not saved it yet, sealed by a secret of the home's store, so that the file alone
 * says nothing. It is gone as soon as the phrase is saved.
 */
export class KeptPhrase {
  readonly #file: KeyFile<typeof schema>

  constructor(
    path: string,
    private readonly sealingKey: () => Promise<Uint8Array>,
  ) {
    this.#file = new KeyFile(path, schema)
  }

  async isKept(): Promise<boolean> {
    return (await this.#file.read()) !== undefined
  }

  async read(): Promise<string | undefined> {
    const kept = await this.#file.read()
    if (kept === undefined) return undefined
    const box = b4a.from(kept.box, 'hex')
    const entropy = b4a.alloc(Math.max(0, box.byteLength - sodium.crypto_secretbox_MACBYTES))
    const key = await this.sealingKey()
    if (!sodium.crypto_secretbox_open_easy(entropy, box, b4a.from(kept.nonce, 'hex'), key))
      throw new ClientError('HOME_BROKEN', `${this.#file.path} was sealed by another home`)
    return phraseOf(entropy)
  }

  async write(phrase: string): Promise<void> {
    const entropy = entropyOf(phrase)
    const nonce = b4a.alloc(sodium.crypto_secretbox_NONCEBYTES)
    sodium.randombytes_buf(nonce)
    const box = b4a.alloc(entropy.byteLength + sodium.crypto_secretbox_MACBYTES)
    sodium.crypto_secretbox_easy(box, entropy, nonce, await this.sealingKey())
    await this.#file.write({ version: 1, nonce: b4a.toString(nonce, 'hex'), box: b4a.toString(box, 'hex') })
  }

  remove(): Promise<void> {
    return this.#file.remove()
  }
}
