import { isHexId, type LogId, logId, logOfFounder } from '@hypergit/domain'
import { keyOfSigner, type SecretKeyPair } from '@hypergit/log'
import b4a from 'b4a'
import IdentityKey from 'keet-identity-key'
import encoding from 'keet-identity-key/lib/encoding.js'
import sodium from 'sodium-universal'
import { z } from 'zod'
import { KeyFile } from './key-file.js'
import type { Identity } from './phrase.js'

/** A key of this machine alone, and the chain of devices by which the identity key attests it. */
export interface DeviceKey {
  readonly user: LogId
  readonly keyPair: SecretKeyPair
  /** A proof of keet-identity-key without data; ends in this device. */
  readonly proof: Uint8Array
}

/** Devices between an identity key and a claim (docs/protocol.md, section 7). */
export const deviceChainMax = 8

const seedBytes = 32
const hex = z.string().regex(/^([0-9a-f]{2})+$/)

const schema = z.object({
  version: z.literal(1),
  user: z.string().refine(isHexId),
  seed: hex.length(2 * seedBytes),
  proof: hex.max(4_096),
})

const keyPairOf = (seed: Uint8Array): SecretKeyPair => {
  const publicKey = b4a.alloc(sodium.crypto_sign_PUBLICKEYBYTES)
  const secretKey = b4a.alloc(sodium.crypto_sign_SECRETKEYBYTES)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed)
  return { publicKey, secretKey }
}

/** A key for a machine that is about to become a device. */
export const newDeviceKeyPair = (): SecretKeyPair => {
  const seed = b4a.alloc(seedBytes)
  sodium.randombytes_buf(seed)
  return keyPairOf(seed)
}

/** A key for this machine that the identity key itself attests. */
export const deviceKeyBy = ({ keyPair: identity, user }: Identity, atMs: number): DeviceKey => {
  const keyPair = newDeviceKeyPair()
  const begun = { version: 1 as const, epoch: atMs, identity: identity.publicKey, chain: [] }
  return { user, keyPair, proof: IdentityKey.attestDevice(keyPair.publicKey, identity, begun) }
}

/** How many devices a proof's chain has; undefined for what is no proof. */
export const chainLength = (proof: Uint8Array): number | undefined => {
  try {
    return encoding.ProofEncoding.decode({ start: 0, end: proof.byteLength, buffer: b4a.from(proof) }).chain.length
  } catch {
    return undefined
  }
}

/** The user whose identity key attests the device by the proof; undefined where it does not, or by a chain that is too long. Total on any bytes. */
export const userAttesting = (proof: Uint8Array, device: Uint8Array): LogId | undefined => {
  const length = chainLength(proof)
  if (length === undefined || length === 0 || length > deviceChainMax) return undefined
  try {
    const verified = IdentityKey.verify(b4a.from(proof), null, { expectedDevice: b4a.from(device) })
    if (verified === null) return undefined
    const { identityPublicKey: publicKey } = verified
    return logOfFounder(keyOfSigner({ publicKey, userData: publicKey }))
  } catch {
    return undefined
  }
}

/** HOME/identity/device.json. */
export class DeviceKeyFile {
  readonly #file: KeyFile<typeof schema>

  constructor(path: string) {
    this.#file = new KeyFile(path, schema)
  }

  async read(): Promise<DeviceKey | undefined> {
    const kept = await this.#file.read()
    if (kept === undefined) return undefined
    const { user, seed, proof } = kept
    return { user: logId(user), keyPair: keyPairOf(b4a.from(seed, 'hex')), proof: b4a.from(proof, 'hex') }
  }

  write({ user, keyPair, proof }: DeviceKey): Promise<void> {
    const seed = b4a.toString(keyPair.secretKey.subarray(0, seedBytes), 'hex')
    return this.#file.write({ version: 1, user, seed, proof: b4a.toString(proof, 'hex') })
  }
}
