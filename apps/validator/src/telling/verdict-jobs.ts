import {
  type Applied,
  type BatchReport,
  type CoreKey,
  type EquivocationProof,
  type LogId,
  type MissingParent,
  shownForks,
  type Verdict,
} from '@hypergit/domain'
import { forksMax, verdictsListMax, type Draft, type VerdictsJob } from '@hypergit/queues'

/** What the replicator is told of a log: the lists of a report, or of a whole state. */
export interface Tidings {
  readonly applied: readonly Applied[]
  readonly verdicts?: readonly Verdict[]
  readonly missing?: readonly MissingParent[]
  readonly gaps?: readonly Applied[]
  readonly lifted?: readonly CoreKey[]
  readonly forks?: readonly EquivocationProof[]
  readonly devices?: readonly CoreKey[]
}

/** How many of each list go into one job. */
const shares = {
  applied: verdictsListMax,
  verdicts: verdictsListMax,
  missing: verdictsListMax,
  gaps: verdictsListMax,
  lifted: verdictsListMax,
  forks: forksMax,
} as const

const slice = <Item>(items: readonly Item[], share: number, index: number): readonly Item[] =>
  items.slice(index * share, (index + 1) * share)

/** The jobs that say it, none when there is nothing to say; each stands alone. */
export const verdictJobs = (
  version: { readonly log: LogId; readonly epoch: number; readonly number: number },
  { applied, verdicts = [], missing = [], gaps = [], lifted = [], forks = [], devices }: Tidings,
): readonly Draft<VerdictsJob>[] => {
  const lists = { applied, verdicts, missing, gaps, lifted, forks }
  const jobs = Math.max(
    devices === undefined ? 0 : 1,
    ...(Object.keys(shares) as (keyof typeof shares)[]).map((name) => Math.ceil(lists[name].length / shares[name])),
  )
  return Array.from({ length: jobs }, (_, index) => ({
    ...version,
    applied: slice(applied, shares.applied, index),
    verdicts: slice(verdicts, shares.verdicts, index),
    missing: slice(missing, shares.missing, index),
    gaps: slice(gaps, shares.gaps, index),
    lifted: slice(lifted, shares.lifted, index),
    forks: slice(forks, shares.forks, index),
    ...(devices === undefined ? {} : { devices: devices.slice(0, verdictsListMax) }),
  }))
}

/** What a batch's report says to the replicator. */
export const tidingsOf = (report: BatchReport): Tidings => {
  const { applied, verdicts, missing, gaps, cores } = report
  const lifted = cores.flatMap(({ core, blacklisted }) => (blacklisted === undefined ? [core] : []))
  return { applied, verdicts, missing, gaps, lifted, forks: shownForks(report) }
}
