import { type ParentRef, toZ32 } from '@hypergit/domain'
import { type Answer, answer } from '../api/failure.js'
import type { EvidenceBundle, EvidenceCore } from './bundle.js'
import { checkEvidence, type ProvenEvidence } from './check-evidence.js'
import { type EvidenceLog, readPast, unprovable } from './read-past.js'

/** What a bundle is to show: all of it but the blocks and signatures, with the place of its op. */
export interface EvidenceClaim extends Omit<EvidenceBundle, 'log' | 'op' | 'cores'> {
  readonly op: ParentRef
}

/** The past of an op, or what of it lies in the op's own core, each core with its signature. */
const signedPast = async (
  log: EvidenceLog,
  op: ParentRef,
  withParents: boolean,
): Promise<Answer<readonly EvidenceCore[]>> => {
  const past = await readPast(log, op, withParents)
  if (!past.ok) return past
  const cores: EvidenceCore[] = []
  for (const [core, placed] of past.value) {
    const proof = await log.prove(core, placed.length)
    if (proof === undefined) return unprovable(`what core ${toZ32(core)} signed is not here as far as its past reaches`)
    cores.push({ core, proof, blocks: placed.map(({ block }) => block.bytes) })
  }
  return answer(cores.sort((a, b) => (a.core < b.core ? -1 : 1)))
}

/**
 * The bundle that shows a claim, from the cores of a log alone, and checked as its reader will check it. What the cores do not show is a failure that
 * says why.
 */
export const gatherEvidence = async (log: EvidenceLog, claim: EvidenceClaim): Promise<Answer<ProvenEvidence>> => {
  const cores = await signedPast(log, claim.op, claim.kind !== 'equivocation')
  if (!cores.ok) return cores
  const verdict = await checkEvidence({ ...claim, log: log.id, op: claim.op.id, cores: cores.value })
  return verdict.holds ? answer(verdict.proven) : unprovable(`what is here does not show it: ${verdict.problem}`)
}
