import { createHash } from 'node:crypto'
import type { CoreKey, LogId, Verdict } from '@hypergit/domain'
import { partitionOf, type SweepJob } from '@hypergit/queues'
import type { Position } from '../sql/position-store.js'

/** What a closed log answers. */
export interface Standing {
  readonly at: Position
  readonly verdicts: readonly Verdict[]
  /** Of a user log. */
  readonly devices?: readonly CoreKey[]
}

interface Agreed extends Standing {
  readonly pages: Map<number, string>
}

/** Pages of one log that are remembered; a log of more cores is opened for each sweep. */
const pagesMax = 100

const digestOf = (job: SweepJob): string => {
  const hash = createHash('sha256')
  hash.update(`${job.page}/${job.pages}`)
  for (const { core, length, head } of job.cores) hash.update(`${core} ${length} ${head};`)
  return hash.digest('base64')
}

/**
 * What closed logs had in common with the replicator when they were last swept. A sweep that says the same again is answered without opening the
 * log, so that a thousand idle logs cost a few messages. Memory: some hundred bytes a log.
 */
export class AgreedSweeps {
  readonly #agreed = new Map<LogId, Agreed>()

  note(job: SweepJob, standing: Standing): void {
    const known = this.#agreed.get(job.log)
    const pages = known?.pages ?? new Map<number, string>()
    if (job.page < pagesMax) pages.set(job.page, digestOf(job))
    this.#agreed.set(job.log, { ...standing, pages })
  }

  /** How the log stands, if the job says what was agreed before. */
  matching(job: SweepJob): Standing | undefined {
    const agreed = this.#agreed.get(job.log)
    return agreed?.pages.get(job.page) === digestOf(job) ? agreed : undefined
  }

  forget(log: LogId): void {
    this.#agreed.delete(log)
  }

  forgetPartition(partition: number): void {
    for (const log of this.#agreed.keys()) if (partitionOf(log) === partition) this.#agreed.delete(log)
  }
}
