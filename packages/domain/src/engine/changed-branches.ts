import type { CoreState } from '../graph/core-state.js'
import { type CoreKey, noOp, type OpId } from '../ids.js'
import type { LogState } from './log-state.js'

/** The op in which the branch of the core ends that counts over K; `noOp` while none does. */
const branchOf = (core: CoreState, { present }: LogState): OpId => present.forks.pardoned(core)?.id ?? noOp

const branched = ({ index, registry }: LogState): CoreState[] =>
  [...index.branchedTargets()].flatMap((key: CoreKey) => registry.get(key) ?? [])

/** Notes which branches count, so that a change is seen. */
export const noteBranches = (state: LogState): void => {
  for (const core of branched(state)) state.branchOf.set(core.key, branchOf(core, state))
}

/**
 * Cores of which another branch counts after the batch than before. Their pardons do not tell: one lets a branch count by the facts as they would be
 * if no fork were pardoned, and may be void by those that it makes.
 */
export const changedBranches = (state: LogState): CoreState[] => {
  const changed: CoreState[] = []
  for (const core of branched(state)) {
    const branch = branchOf(core, state)
    if (branch === (state.branchOf.get(core.key) ?? noOp)) continue
    state.branchOf.set(core.key, branch)
    changed.push(core)
  }
  return changed
}
