import type { CoreKey, LogId, UserId } from '@hypergit/domain'
import IdentityKey from 'keet-identity-key'
import { claimDigest } from '../rules/domain-crypto.js'
import { chainLength, type DeviceKey, deviceChainMax } from './device-key.js'

/** What a home can prove of its user, by its own key and the chain that attests it; the identity key itself is not here. */
export interface UserKeys {
  readonly user: UserId
  /** This home's core in the user log. */
  readonly device: CoreKey
  /** The key that attests; 32 bytes. */
  readonly devicePublicKey: Uint8Array
  /** The proof of `identity.claim` (docs/protocol.md, section 7). */
  attestClaim(repository: LogId, core: CoreKey): Uint8Array
  /** Attests any bytes; they have to begin with what they are for, so that they cannot stand for anything else. */
  attest(data: Uint8Array): Uint8Array
  /** The chain with one more device; undefined where it would be longer than a claim's may be. */
  attestDevice(devicePublicKey: Uint8Array): Uint8Array | undefined
}

export const userKeys = ({ user, keyPair, proof }: DeviceKey, device: CoreKey): UserKeys => {
  const attest = (data: Uint8Array): Uint8Array => IdentityKey.attestData(data, keyPair, proof)
  return {
    user,
    device,
    devicePublicKey: keyPair.publicKey,
    attest,
    attestClaim: (repository, core) => attest(claimDigest(repository, core)),
    attestDevice: (publicKey) =>
      (chainLength(proof) ?? deviceChainMax) >= deviceChainMax
        ? undefined
        : IdentityKey.attestDevice(publicKey, keyPair, proof),
  }
}
