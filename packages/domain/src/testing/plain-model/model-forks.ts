import type { ModelFacts } from './model-facts.js'
import { byHeight, chainOf, type ModelOp, ofType } from './model-op.js'

/** Section 4, equivocation: the lowest seq at which the set has two ops of the core, or evidence. */
export const forkSeq = (core: string, facts: ModelFacts, beyond?: ModelOp): number | undefined => {
  const counts = (op: ModelOp): boolean => beyond === undefined || (op.seq > beyond.seq && chainOf(op).includes(beyond))
  const seqs = [...facts.set].filter((op) => op.core === core && counts(op)).map(({ seq }) => seq)
  const twice = seqs.filter((seq, place) => seqs.indexOf(seq) !== place)
  const evident = ofType(facts.set, 'evidence.equivocation')
    .filter(({ action }) => action.core === core && (beyond === undefined || action.seq > beyond.seq))
    .map(({ action }) => action.seq)
  const all = [...twice, ...evident]
  return all.length === 0 ? undefined : Math.min(...all)
}

/** The head of the branch that an admin's pardon lets count. */
export const pardonedHead = (core: string, facts: ModelFacts): ModelOp | undefined => {
  const base = facts.asIfNoForkWerePardoned
  if (base === undefined) return undefined
  const pardons = ofType(facts.set, 'core.pardon')
    .filter(({ action, core: by }) => action.core === core && action.head !== undefined && !base.isSame(by, core))
    .filter((pardon) => base.isEffective(pardon))
    .sort(byHeight)
  for (const { action } of pardons) {
    const head = [...facts.set].find((op) => op.id === action.head)
    if (head !== undefined) return head
  }
  return undefined
}

/** Whether the op is ignored for its core's fork. */
export const isOut = (op: ModelOp, facts: ModelFacts): boolean => {
  const lowest = forkSeq(op.core, facts)
  if (lowest === undefined || op.seq < lowest) return false
  const head = pardonedHead(op.core, facts)
  if (head === undefined) return true
  if (chainOf(head).includes(op)) return false
  if (!chainOf(op).includes(head)) return true
  const again = forkSeq(op.core, facts, head)
  return again !== undefined && again <= op.seq
}
