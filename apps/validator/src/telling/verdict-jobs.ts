import type { Applied, LogId, MissingParent, Verdict } from '@hypergit/domain'
import { verdictsListMax, type Draft, type VerdictsJob } from '@hypergit/queues'

/** What the replicator is told of a log: the lists of a report, or of a whole state. */
export interface Tidings {
  readonly applied: readonly Applied[]
  readonly verdicts: readonly Verdict[]
  readonly missing: readonly MissingParent[]
  readonly gaps: readonly Applied[]
}

const slice = <Item>(items: readonly Item[], index: number): readonly Item[] =>
  items.slice(index * verdictsListMax, (index + 1) * verdictsListMax)

/** The jobs that say it, none when there is nothing to say; each stands alone. */
export const verdictJobs = (
  version: { readonly log: LogId; readonly epoch: number; readonly number: number },
  { applied, verdicts, missing, gaps }: Tidings,
): readonly Draft<VerdictsJob>[] => {
  const longest = Math.max(applied.length, verdicts.length, missing.length, gaps.length)
  return Array.from({ length: Math.ceil(longest / verdictsListMax) }, (_, index) => ({
    ...version,
    applied: slice(applied, index),
    verdicts: slice(verdicts, index),
    missing: slice(missing, index),
    gaps: slice(gaps, index),
  }))
}
