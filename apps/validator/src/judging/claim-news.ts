import type { BatchReport, ClaimState, CoreKey } from '@hypergit/domain'
import type { LogState } from '../state/log-state.js'
import { claimJobs } from '../telling/claim-jobs.js'
import type { JudgingParts } from './judging-parts.js'

/** What the identity service is told of one repository: claims and pairs as they are judged, and how the cores that claimed stand where that is new. */
export class ClaimNews {
  /** As it was said since the log was opened. */
  readonly #said = new Map<CoreKey, string>()

  constructor(
    private readonly state: LogState,
    private readonly parts: JudgingParts,
  ) {}

  /** Reads how cores stand from the state, which may be ahead of the report: a later report says it again. */
  async tell(report: BatchReport, epoch: number): Promise<void> {
    if (this.state.kind === 'user') return
    const claiming = report.cores.flatMap(({ core, user }) => (user === undefined ? [] : [core]))
    const states =
      claiming.length === 0 ? [] : (await this.state.claimStates(claiming)).filter((one) => this.#isNew(one))
    const version = { log: this.state.log, epoch, number: report.version }
    await this.parts.teller.claims(claimJobs(version, report, states))
    for (const one of states) this.#said.set(one.core, wordsOf(one))
  }

  #isNew(one: ClaimState): boolean {
    return this.#said.get(one.core) !== wordsOf(one)
  }
}

const wordsOf = ({ user, problem }: ClaimState): string => `${user} ${problem ?? ''}`
