import type { EquivocationProof } from '../op.js'
import type { Batch } from './batch.js'
import { noteForkProof } from './integrate.js'
import type { LogState } from './log-state.js'

/** Forks of one core that are kept; the lowest ones decide. */
const proofsPerCoreMax = 16

/** Checks proofs of forks that came outside the log, and takes those that say something new. */
export const takeProofs = (proofs: readonly EquivocationProof[], state: LogState, batch: Batch): void => {
  const { equivocation } = state.options.crypto.proofs
  for (const { core, seq, proofA, proofB } of proofs) {
    const known = state.sources.forkProofs(core).filter(({ carriedBy }) => carriedBy === undefined)
    const isLow = known.length < proofsPerCoreMax || known.some((one) => one.seq > seq)
    if (known.some((one) => one.seq === seq) || !isLow) continue
    if (!Number.isSafeInteger(seq) || seq < 0 || !equivocation(core, seq, proofA, proofB)) continue
    state.addForkProof({ core, seq, carriedBy: undefined })
    batch.proven.push({ core, seq })
    noteForkProof(core, seq, state, batch)
  }
}
