import {
  type Blake2b256,
  type CoreKey,
  coreKey,
  type DomainCrypto,
  type LogId,
  type ProofVerifier,
} from '@hypergit/domain'
import { keyOfSigner, provesEquivocation } from '@hypergit/log'
import b4a from 'b4a'
import IdentityKey from 'keet-identity-key'
import encoding from 'keet-identity-key/lib/encoding.js'
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

/** What a proof by the identity key attests of a device of the user log. */
export const deviceDigest = (user: LogId, action: 'device.authorize' | 'device.revoke', device: CoreKey): Uint8Array =>
  blake2b256([b4a.from(`hypergit/${action}/1`), b4a.from(user, 'hex'), b4a.from(device, 'hex')])

/** Devices through which a claim may be attested. */
const claimChainMax = 8

/**
 * Whether the proof is an attestation of the data by the identity whose user log it is, through a chain of at most so many devices. Total on any
 * bytes.
 */
export const attests = (proof: Uint8Array, user: LogId, data: Uint8Array, chainMax: number): boolean => {
  try {
    const decoded = encoding.ProofEncoding.decode({ start: 0, end: proof.byteLength, buffer: b4a.from(proof) })
    if (decoded.chain.length > chainMax) return false
    const verified = IdentityKey.verify(decoded, data)
    if (verified === null) return false
    const identity = verified.identityPublicKey
    return keyOfSigner({ publicKey: identity, userData: identity }) === coreKey(user)
  } catch {
    // What cannot be read as a proof proves nothing.
    return false
  }
}

/**
 * Claims are attestations of keet-identity-key (docs/protocol.md, section 7). The user log's founding core is signed by the identity key itself, so
 * that its id follows from the proof alone.
 */
const proofs: ProofVerifier = {
  equivocation: provesEquivocation,
  claim: (proof, user, repository, core) => attests(proof, user, claimDigest(repository, core), claimChainMax),
  device: (proof, user, action, device) => attests(proof, user, deviceDigest(user, action, device), 0),
}

/** The cryptography that every peer and every service gives to the rules. */
export const domainCrypto: DomainCrypto = { blake2b256, proofs }
