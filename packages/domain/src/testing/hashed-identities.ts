import b4a from 'b4a'
import type { ScenarioIdentities } from '../conformance/step-action.js'
import { idFromBytes, idToBytes } from '../encoding/id-bytes.js'
import type { ProofVerifier } from '../engine.js'
import { type CoreKey, logId, type LogId } from '../ids.js'
import { blake2b256 } from './blake2b256.js'

const proofOf = (user: LogId, repository: LogId, core: CoreKey): Uint8Array =>
  blake2b256([b4a.from('hypergit hashed claim'), idToBytes(user), idToBytes(repository), idToBytes(core)])

/**
 * Identities of scenarios for this package, which knows no signatures: a proof is the hash of what it attests, so a wrong one is refused as a
 * forged signature would be. Those with real keys are the client's.
 */
export const hashedIdentities: ScenarioIdentities = {
  user: (name) => logId(idFromBytes(blake2b256([b4a.from(`hypergit scenario user ${name}`)]))),
  claimProof: (name, repository, core, forged) =>
    proofOf(hashedIdentities.user(forged ? `${name}, forged` : name), repository, core),
}

/** What checks them. Total on any bytes. */
export const hashedProofs: ProofVerifier = {
  claim: (proof, user, repository, core) => b4a.equals(proof, proofOf(user, repository, core)),
}
