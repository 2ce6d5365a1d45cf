import b4a from 'b4a'
import type { ScenarioIdentities } from '../conformance/step-action.js'
import { idFromBytes, idToBytes } from '../encoding/id-bytes.js'
import type { DomainCrypto, ProofVerifier } from '../engine.js'
import { type CoreKey, logId, type LogId } from '../ids.js'
import { blake2b256 } from './blake2b256.js'
import { coreOf } from './core-names.js'

const proofOf = (user: LogId, repository: LogId, core: CoreKey): Uint8Array =>
  blake2b256([b4a.from('hypergit hashed claim'), idToBytes(user), idToBytes(repository), idToBytes(core)])

const deviceProofOf = (user: string, action: string, device: CoreKey): Uint8Array =>
  blake2b256([b4a.from(`hypergit hashed ${action}`), b4a.from(user, 'hex'), idToBytes(device)])

const halfOf = (core: CoreKey, seq: number, half: 'A' | 'B'): Uint8Array =>
  blake2b256([b4a.from(`hypergit hashed fork ${half} at ${seq}`), idToBytes(core)])

/** Random scenarios ask for the same few cores all the time. */
const scenarioCores = new Map<string, CoreKey>()
const scenarioCore = (name: string): CoreKey => {
  const core = scenarioCores.get(name) ?? coreOf(name, 'scenario')
  scenarioCores.set(name, core)
  return core
}

/** The proofs that `hashedProofs` takes, for a log and cores of any keys. */
export const hashedProof = {
  claim: proofOf,
  device: deviceProofOf,
  fork: (core: CoreKey, seq: number) => ({ proofA: halfOf(core, seq, 'A'), proofB: halfOf(core, seq, 'B') }),
} as const

/**
 * Identities of scenarios for this package, which knows no signatures: a proof is the hash of what it attests, so a wrong one is refused as a
 * forged signature would be. Those with real keys are the client's.
 */
export const hashedIdentities: ScenarioIdentities = {
  user: (name) => logId(idFromBytes(blake2b256([b4a.from(`hypergit scenario user ${name}`)]))),
  claimProof: (name, repository, core, forged) =>
    proofOf(hashedIdentities.user(forged ? `${name}, forged` : name), repository, core),
  core: scenarioCore,
  deviceProof: (founder, action, device) => deviceProofOf(scenarioCore(founder), action, device),
  equivocation: (name, _isUser, [branch]) => {
    const core = scenarioCore(name)
    return { proofA: halfOf(core, branch.length - 1, 'A'), proofB: halfOf(core, branch.length - 1, 'B') }
  },
}

/** What checks them. Total on any bytes. */
export const hashedProofs: ProofVerifier = {
  claim: (proof, user, repository, core) => b4a.equals(proof, proofOf(user, repository, core)),
  equivocation: (core, seq, proofA, proofB) =>
    b4a.equals(proofA, halfOf(core, seq, 'A')) && b4a.equals(proofB, halfOf(core, seq, 'B')),
  device: (proof, user, action, device) => b4a.equals(proof, deviceProofOf(user, action, device)),
}

/** For tests that are about something else than proofs: every claim and all evidence holds. */
export const trustingCrypto: DomainCrypto = {
  blake2b256,
  proofs: { claim: () => true, equivocation: () => true, device: () => false },
}

/** Real hashes, and proofs that are hashes: see `hashedIdentities`. */
export const hashedCrypto: DomainCrypto = { blake2b256, proofs: hashedProofs }
