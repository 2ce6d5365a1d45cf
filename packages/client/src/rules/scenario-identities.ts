import type { ScenarioIdentities } from '@hypergit/domain'
import { logId } from '@hypergit/domain'
import { keyOfSigner } from '@hypergit/log'
import b4a from 'b4a'
import IdentityKey from 'keet-identity-key'
import sodium from 'sodium-universal'
import { blake2b256, claimDigest } from './domain-crypto.js'

interface KeyPair {
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

/** Users of scenario files, with real proofs: their keys follow from name and seed (docs/protocol.md, section 9). */
export const scenarioIdentities = (seed: number): ScenarioIdentities => ({
  user(name) {
    const { publicKey } = keyPairOf(name, seed)
    return logId(keyOfSigner({ publicKey, userData: publicKey }))
  },
  claimProof(name, repository, core, forged) {
    const { publicKey } = keyPairOf(name, seed)
    const signer = keyPairOf(forged ? `${name}, forged` : name, seed)
    return IdentityKey.attestData(claimDigest(repository, core), signer, {
      version: 1,
      epoch: proofAtMs,
      identity: publicKey,
      chain: [],
    })
  },
})
