import {
  type Blake2b256,
  type CoreKey,
  coreKey,
  type DomainCrypto,
  type LogId,
  type ProofVerifier,
} from '@hypergit/domain'
import { keyOfSigner } from '@hypergit/log'
import b4a from 'b4a'
import IdentityKey from 'keet-identity-key'
import sodium from 'sodium-universal'

const hashBytes = 32

export const blake2b256: Blake2b256 = (parts) => {
  const output = b4a.allocUnsafe(hashBytes)
  const [only] = parts
  // Most of what is hashed is in one piece, for which the plain call is a quarter faster.
  if (parts.length === 1 && only !== undefined) sodium.crypto_generichash(output, only)
  else sodium.crypto_generichash_batch(output, parts)
  return output
}

const claimTag = b4a.from('hypergit/claim/1')

/** What a claim's proof attests: the repository and the core (docs/protocol.md, section 7). */
export const claimDigest = (repository: LogId, core: CoreKey): Uint8Array =>
  blake2b256([claimTag, b4a.from(repository, 'hex'), b4a.from(core, 'hex')])

/**
 * Claims are attestations of keet-identity-key (docs/protocol.md, section 7). The user log's founding core is signed by the identity key itself, so
 * that its id follows from the proof alone.
 */
const proofs: ProofVerifier = {
  claim(proof, user, repository, core) {
    try {
      const verified = IdentityKey.verify(b4a.from(proof), claimDigest(repository, core))
      if (verified === null) return false
      const identity = verified.identityPublicKey
      return keyOfSigner({ publicKey: identity, userData: identity }) === coreKey(user)
    } catch {
      // What cannot be read as a proof proves nothing.
      return false
    }
  },
}

/** The cryptography that every peer and every service gives to the rules. */
export const domainCrypto: DomainCrypto = { blake2b256, proofs }
