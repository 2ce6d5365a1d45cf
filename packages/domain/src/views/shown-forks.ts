import type { EquivocationProof } from '../op.js'
import type { BatchReport } from '../report.js'

/** The forks that new ops of a batch prove, whatever became of those ops: to be told to peers who may never fetch them (section 4, equivocation). */
export const shownForks = ({ ops, fresh }: Pick<BatchReport, 'ops' | 'fresh'>): readonly EquivocationProof[] => {
  const isFresh = new Set(fresh)
  return ops.flatMap(({ id, action }) =>
    action.type === 'evidence.equivocation' && isFresh.has(id)
      ? [{ core: action.core, seq: action.seq, proofA: action.proofA, proofB: action.proofB }]
      : [],
  )
}
