import { type CoreKey, type LogQueries, type OpView, toZ32 } from '@hypergit/domain'
import { type Answer, answer } from '../api/failure.js'
import { blacklistingOp } from './blacklisting-op.js'
import type { EvidenceBundle } from './bundle.js'
import type { ProvenEvidence } from './check-evidence.js'
import { type EvidenceClaim, gatherEvidence } from './gather-evidence.js'
import { type EvidenceLog, unprovable } from './read-past.js'

/** A log and what the rules made of it, as far as evidence is taken from them. */
export interface EvidenceSources {
  readonly log: EvidenceLog
  readonly queries: LogQueries
}

const opsPerRead = 500

/** The proof of a core's fork that an op of the log carries; the one with the lowest seq. */
const carriedFork = async (core: CoreKey, queries: LogQueries): Promise<EvidenceBundle['fork']> => {
  let lowest: EvidenceBundle['fork']
  for await (const { ids } of queries.batches(0)) {
    for (let at = 0; at < ids.length; at += opsPerRead) {
      for (const { action, decision } of await queries.ops(ids.slice(at, at + opsPerRead))) {
        if (action.type !== 'evidence.equivocation' || action.core !== core || decision.outcome === 'violation')
          continue
        const { seq, proofA, proofB } = action
        if (lowest === undefined || seq < lowest.seq) lowest = { seq, proofA, proofB }
      }
    }
  }
  return lowest
}

const outcomeOf = ({ decision: { outcome, reason, decidedBy } }: OpView) => ({
  outcome,
  ...(reason === undefined ? {} : { reason }),
  decidedBy,
})

/** The lowest of what peers have told. */
const toldFork = async (core: CoreKey, log: EvidenceLog): Promise<EvidenceBundle['fork']> => {
  const [lowest] = log.forks(core)
  const proof = lowest === undefined ? undefined : await log.forkProof(lowest)
  return proof === undefined ? undefined : { seq: proof.seq, proofA: proof.proofA, proofB: proof.proofB }
}

const claimOf = async (op: OpView, { log, queries }: EvidenceSources): Promise<Answer<EvidenceClaim>> => {
  const found = await blacklistingOp(op, queries)
  if (!found.ok) return found
  const { kind, core, op: deciding } = found.value
  const place = { core: deciding.author.core, seq: deciding.seq, id: deciding.id }
  const claim = { kind, core, op: place, ...outcomeOf(deciding) }
  if (kind !== 'equivocation') return answer(claim)
  const fork = (await toldFork(core, log)) ?? (await carriedFork(core, queries))
  if (fork !== undefined) return answer({ ...claim, fork })
  return unprovable(
    `core ${toZ32(core)} forked, but no peer has shown the proof, and a signature of one of its branches at most is kept here`,
  )
}

/** The bundle that shows why an op's core is blacklisted. */
export const collectEvidence = async (
  op: OpView,
  { log, queries }: EvidenceSources,
): Promise<Answer<ProvenEvidence>> => {
  const claim = await claimOf(op, { log, queries })
  return claim.ok ? gatherEvidence(log, claim.value) : claim
}
