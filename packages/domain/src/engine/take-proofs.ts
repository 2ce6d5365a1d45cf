import type { CoreKey } from '../ids.js'
import type { EquivocationProof } from '../op.js'
import type { Batch } from './batch.js'
import { noteForkProof } from './integrate.js'
import type { LogState } from './log-state.js'

/** Forks of one core that are kept, beside those above a pardoned branch. */
const proofsPerCoreMax = 16
/** Pardoned branches of one core above which a fork is kept. */
const pardonsMax = 16

/**
 * The lowest of the seqs, which decide while no branch counts, and of those above each pardoned branch the lowest, which does where that one counts
 * (section 4, equivocation). Proofs from outside the log act in the present state only, so no other is ever asked for.
 */
const decisive = (seqs: readonly number[], core: CoreKey, state: LogState): ReadonlySet<number> => {
  const ascending = seqs.toSorted((a, b) => a - b)
  const kept = new Set(ascending.slice(0, proofsPerCoreMax))
  for (const { action } of state.index.pardons(core).slice(0, pardonsMax)) {
    const head = action.head === undefined ? undefined : state.shelf.get(action.head)
    const above = head === undefined ? undefined : ascending.find((seq) => seq > head.seq)
    if (above !== undefined) kept.add(above)
  }
  return kept
}

/** Checks proofs of forks that came outside the log, and takes those that say something new; what decides nothing any more is dropped. */
export const takeProofs = (proofs: readonly EquivocationProof[], state: LogState, batch: Batch): void => {
  const { equivocation } = state.options.crypto.proofs
  for (const { core, seq, proofA, proofB } of proofs) {
    const known = state.toldForks(core)
    if (known.includes(seq) || !Number.isSafeInteger(seq) || seq < 0) continue
    const kept = decisive([...known, seq], core, state)
    if (!kept.has(seq) || !equivocation(core, seq, proofA, proofB)) continue
    state.addForkProof({ core, seq, carriedBy: undefined })
    batch.proven.push({ core, seq })
    for (const dropped of known.filter((one) => !kept.has(one))) {
      state.dropToldFork(core, dropped)
      batch.unproven.push({ core, seq: dropped })
    }
    noteForkProof(core, seq, state, batch)
  }
}
