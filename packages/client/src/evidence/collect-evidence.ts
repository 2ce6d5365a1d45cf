import { blacklistingOf, type CoreKey, type LogQueries, type OpView, toZ32 } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { EvidenceFork } from './bundle.js'
import type { ProvenEvidence } from './check-evidence.js'
import { type EvidenceClaim, gatherEvidence, toldFork } from './gather-evidence.js'
import type { Pace } from './pace.js'
import type { EvidenceLog } from './read-past.js'

/** A log and what the rules made of it, as far as evidence is taken from them. */
export interface EvidenceSources {
  readonly log: EvidenceLog
  readonly queries: LogQueries
}

const opsPerRead = 500

/** The proof of a core's fork that an op of the log carries; the one with the lowest seq. */
const carriedFork = async (core: CoreKey, queries: LogQueries): Promise<EvidenceFork | undefined> => {
  let lowest: EvidenceFork | undefined
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

const wholeClaim = async (op: OpView, { log, queries }: EvidenceSources): Promise<Answer<EvidenceClaim>> => {
  const claim = await blacklistingOf(op, (ids) => queries.ops(ids))
  if (claim === undefined) {
    const message = `op ${toZ32(op.id)} is ${op.decision.outcome} and blacklists no core, so there is nothing to prove`
    return fail({ code: 'nothing-to-prove', message })
  }
  if (claim.kind !== 'equivocation' || (await toldFork(claim.core, log)) !== undefined) return answer(claim)
  const fork = await carriedFork(claim.core, queries)
  return answer(fork === undefined ? claim : { ...claim, fork })
}

/** The bundle that shows why an op's core is blacklisted. */
export const collectEvidence = async (
  op: OpView,
  { log, queries }: EvidenceSources,
  pace: Pace,
): Promise<Answer<ProvenEvidence>> => {
  const claim = await wholeClaim(op, { log, queries })
  return claim.ok ? gatherEvidence(log, claim.value, { pace }) : claim
}
