import { type Blacklisting, type CoreKey, type ParentRef, toZ32 } from '@hypergit/domain'
import { type Answer, answer } from '../api/failure.js'
import type { EvidenceCore, EvidenceFork } from './bundle.js'
import { checkEvidence, type ProvenEvidence } from './check-evidence.js'
import { atOnce } from './pace.js'
import { type EvidenceLog, type Gathering, missing, readPast, unprovable } from './read-past.js'

/** What a bundle is to show. The proof of a fork is taken from the log where it is not given. */
export interface EvidenceClaim extends Blacklisting {
  readonly fork?: EvidenceFork
}

/** The lowest fork of a core that the log has the proof of. */
export const toldFork = async (core: CoreKey, log: EvidenceLog): Promise<EvidenceFork | undefined> => {
  const [lowest] = log.forks(core)
  const proof = lowest === undefined ? undefined : await log.forkProof(lowest)
  return proof === undefined ? undefined : { seq: proof.seq, proofA: proof.proofA, proofB: proof.proofB }
}

const withFork = async (log: EvidenceLog, claim: EvidenceClaim): Promise<Answer<EvidenceClaim>> => {
  if (claim.kind !== 'equivocation' || claim.fork !== undefined) return answer(claim)
  const fork = await toldFork(claim.core, log)
  if (fork !== undefined) return answer({ ...claim, fork })
  return missing(
    `core ${toZ32(claim.core)} forked, but no peer has shown the proof, and a signature of one of its branches at most is kept here`,
  )
}

/** The past of an op, or what of it lies in the op's own core, each core with its signature. */
const signedPast = async (
  log: EvidenceLog,
  op: ParentRef,
  withParents: boolean,
  gathering: Gathering,
): Promise<Answer<readonly EvidenceCore[]>> => {
  const past = await readPast(log, op, withParents, gathering)
  if (!past.ok) return past
  const cores: EvidenceCore[] = []
  for (const [core, placed] of past.value) {
    await gathering.pace?.()
    const proof = await log.prove(core, placed.length)
    if (proof === undefined) return missing(`what core ${toZ32(core)} signed is not here as far as its past reaches`)
    cores.push({ core, proof, blocks: placed.map(({ block }) => block.bytes) })
  }
  return answer(cores.sort((a, b) => (a.core < b.core ? -1 : 1)))
}

/**
 * The bundle that shows a claim, from the cores of a log alone, and checked as its reader will check it. What the cores do not show is a failure that
 * says why.
 */
export const gatherEvidence = async (
  log: EvidenceLog,
  claimed: EvidenceClaim,
  gathering: Gathering = {},
): Promise<Answer<ProvenEvidence>> => {
  const claim = await withFork(log, claimed)
  if (!claim.ok) return claim
  const { kind, op } = claim.value
  const cores = await signedPast(log, op, kind !== 'equivocation', gathering)
  if (!cores.ok) return cores
  const bundle = { ...claim.value, log: log.id, op: op.id, cores: cores.value }
  const verdict = await checkEvidence(bundle, gathering.pace ?? atOnce)
  return verdict.holds ? answer(verdict.proven) : unprovable(`what is here does not show it: ${verdict.problem}`)
}
