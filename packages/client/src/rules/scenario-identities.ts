import type { ScenarioIdentities } from '@hypergit/domain'
import { logId, logOfFounder } from '@hypergit/domain'
import { encodeSignedLeaf, keyOfSigner, signLastLeaf } from '@hypergit/log'
import b4a from 'b4a'
import IdentityKey from 'keet-identity-key'
import sodium from 'sodium-universal'
import { blake2b256, claimDigest, deviceDigest } from './domain-crypto.js'

export interface KeyPair {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

const tag = b4a.from('hypergit/scenario/identity/1')
/** A proof carries the time it was made; a fixed one keeps the ids of a scenario the same in every run. */
const proofAtMs = 1

const keyPairOf = (name: string, seed: number): KeyPair => {
  const publicKey = b4a.alloc(sodium.crypto_sign_PUBLICKEYBYTES)
  const secretKey = b4a.alloc(sodium.crypto_sign_SECRETKEYBYTES)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, blake2b256([tag, b4a.from(`${seed}/${name}`)]))
  return { publicKey, secretKey }
}

const attested = (digest: Uint8Array, signer: KeyPair, identity: Uint8Array): Uint8Array =>
  IdentityKey.attestData(digest, signer, { version: 1, epoch: proofAtMs, identity, chain: [] })

/** The key pair of a scenario's core, so that others can write what the file says. */
export const scenarioCoreKeyPair = (name: string, seed: number): KeyPair => keyPairOf(`core ${name}`, seed)

/** Users of scenario files, with real proofs: their keys follow from name and seed (docs/protocol.md, section 9). */
export const scenarioIdentities = (seed: number): ScenarioIdentities => ({
  user(name) {
    const { publicKey } = keyPairOf(name, seed)
    return logId(keyOfSigner({ publicKey, userData: publicKey }))
  },
  core(name, isUser) {
    const { publicKey } = keyPairOf(isUser ? name : `core ${name}`, seed)
    return keyOfSigner(isUser ? { publicKey, userData: publicKey } : { publicKey })
  },
  deviceProof(founder, action, device) {
    const signer = keyPairOf(founder, seed)
    const user = keyOfSigner({ publicKey: signer.publicKey, userData: signer.publicKey })
    return attested(deviceDigest(logOfFounder(user), action, device), signer, signer.publicKey)
  },
  equivocation(name, isUser, branches) {
    const { publicKey, secretKey } = keyPairOf(isUser ? name : `core ${name}`, seed)
    const signer = isUser ? { publicKey, userData: publicKey } : { publicKey }
    const [proofA, proofB] = branches.map((blocks) => encodeSignedLeaf(signLastLeaf(signer, secretKey, blocks)))
    if (proofA === undefined || proofB === undefined) throw new RangeError('a fork has two branches')
    return { proofA, proofB }
  },
  claimProof(name, repository, core, forged) {
    const { publicKey } = keyPairOf(name, seed)
    const signer = keyPairOf(forged ? `${name}, forged` : name, seed)
    return attested(claimDigest(repository, core), signer, publicKey)
  },
})
