import type { Applied, CoreKey, LogKind, MissingParent, OpId } from '@hypergit/domain'
import type { BlockRules, BlocksArrived, BranchBlock, ForkPlace, Log } from '@hypergit/log'
import { type Draft, forksMax, type ValidateJob, type VerdictsJob } from '@hypergit/queues'
import { AskTurn } from './ask-turn.js'
import { CoreMarks } from './core-marks.js'
import type { LanePace } from './lane-pace.js'
import { OutstandingJobs } from './outstanding-jobs.js'
import { lengthToJudge, packRuns, type Packed } from './pack-runs.js'

/** Places of branch blocks that wait to be sent; what is above is asked for again by the validator. */
const branchesMax = 4_096
/** Branch blocks of one job: each has at most 64 KiB, so that they fit together. */
const branchesOfJobMax = 16

/** Where a block of a branch is, which is read when its turn comes. */
type BranchPlace = Omit<BranchBlock, 'bytes'>

export interface LogFeedOptions {
  readonly kind: LogKind
  readonly rules: BlockRules
  readonly send: (job: Draft<ValidateJob>) => Promise<void>
  /** Of the log's partition. */
  readonly pace: LanePace
  readonly outstandingJobsMax: number
  readonly answerPatienceMs: number
  /** Between two questions to a validator that does not answer, at most. */
  readonly askPauseMaxMs: number
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/**
 * Feeds the validator with the blocks of one log: the blocks of a core in order, a bounded number of jobs ahead of the answers. What it believes
 * to be sent is a hint; a lost, doubled or reordered job shows when the log is swept, and is sent again from where the validator says.
 */
export class LogFeed {
  readonly #marks = new CoreMarks()
  readonly #outstanding = new OutstandingJobs()
  readonly #askTurn: AskTurn
  readonly #branches = new Map<OpId, BranchPlace>()
  /** Forks whose proofs wait to be sent. */
  readonly #forks: ForkPlace[] = []
  #pumping: Promise<void> | undefined
  #again = false
  #closed = false

  constructor(
    private readonly log: Log,
    private readonly options: LogFeedOptions,
  ) {
    const { answerPatienceMs, askPauseMaxMs } = options
    this.#askTurn = new AskTurn({ pauseMs: answerPatienceMs, pauseMaxMs: askPauseMaxMs })
    log.on('blocks', this.#onBlocks)
    log.on('branch-block', this.#onBranchBlock)
    log.on('fork-proof', this.#onForkProof)
    this.remindOfForks()
  }

  /** Something was sent, or should be, that the validator has not confirmed. */
  get unconfirmed(): boolean {
    return this.#marks.size > 0
  }

  /** Whether it is time to ask the validator what it has: no answer is on its way any more, and it was not just asked. */
  stalled(): boolean {
    const nowMs = this.options.now()
    const sinceMs = nowMs - this.options.answerPatienceMs
    this.#outstanding.giveUp(sinceMs, (sentAtMs) => this.options.pace.isInLine(sentAtMs, sinceMs))
    return this.unconfirmed && this.#outstanding.size === 0 && this.#askTurn.due(nowMs)
  }

  /** The validator is asked what it has of all that is not confirmed. */
  asked(): void {
    if (this.unconfirmed) this.#askTurn.asked(this.options.now())
  }

  /** The cores that are not confirmed. */
  unconfirmedCores(): readonly CoreKey[] {
    return [...this.#marks].map(([core]) => core)
  }

  /** What the validator says of the log. Cores that it lacks something of are sent again from there. */
  answer({ applied, gaps, missing }: Pick<VerdictsJob, 'applied' | 'gaps' | 'missing'>): void {
    this.#askTurn.answered(this.options.now())
    for (const one of applied) this.#confirm(one)
    for (const { core, length } of gaps) {
      if (this.log.core(core) === undefined) continue
      this.#outstanding.refused(core, length)
      this.#marks.gap(core, length, this.options.now())
    }
    this.#find(missing)
    this.#pump()
  }

  /** Sends again what is proven of forks: a job may have been lost, and there are few. */
  remindOfForks(): void {
    this.#forks.length = 0
    for (const place of this.log.forks()) this.#forks.push(place)
    if (this.#forks.length > 0) this.#pump()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.log.off('blocks', this.#onBlocks)
    this.log.off('branch-block', this.#onBranchBlock)
    this.log.off('fork-proof', this.#onForkProof)
    await this.#pumping
    this.#marks.clear()
  }

  readonly #onBlocks = ({ core, from }: BlocksArrived): void => {
    this.#marks.arrived(core, from)
    this.#pump()
  }

  readonly #onBranchBlock = ({ core, seq, id }: BranchPlace): void => {
    if (this.#branches.size >= branchesMax) return
    this.#branches.set(id, { core, seq, id })
    this.#pump()
  }

  readonly #onForkProof = ({ core, seq }: ForkPlace): void => {
    this.#forks.push({ core, seq })
    this.#pump()
  }

  #confirm({ core, length }: Applied): void {
    const { pace, now } = this.options
    for (const sentAtMs of this.#outstanding.answered(core, length)) pace.answered(sentAtMs, now())
    const state = this.log.core(core)
    if (state !== undefined)
      this.#marks.confirmed(core, length, lengthToJudge(state), !this.#outstanding.concerns(core))
  }

  /** Has the parents looked for that are not on their way: here, and at peers. */
  #find(missing: readonly MissingParent[]): void {
    const elsewhere: MissingParent[] = []
    for (const parent of missing) {
      const { core, seq } = parent
      const mark = this.#marks.get(core)
      const state = this.log.core(core)
      const onItsWay = mark !== undefined && state !== undefined && mark.confirmed <= seq && seq < lengthToJudge(state)
      // What a core wrote after a violation never resolves; what is behind a fork does.
      const beyondVerdict = state?.keep !== undefined && seq >= state.keep && this.log.forks(core).length === 0
      if (!onItsWay && !beyondVerdict) elsewhere.push(parent)
    }
    if (elsewhere.length > 0) this.log.requestParents(elsewhere)
  }

  /** One at a time; what asks for it meanwhile is done by the one that runs. */
  #pump(): void {
    if (this.#closed) return
    if (this.#pumping !== undefined) {
      this.#again = true
      return
    }
    this.#pumping = this.#sendAll()
      .catch(this.options.onError)
      .finally(() => {
        this.#pumping = undefined
        if (this.#again) {
          this.#again = false
          this.#pump()
        }
      })
  }

  async #sendAll(): Promise<void> {
    while (!this.#closed && this.#outstanding.size < this.options.outstandingJobsMax) {
      const branches = await this.#nextBranches()
      const packed = await packRuns(this.log, this.options.rules, this.#marks, branches)
      const places = this.#forks.splice(0, forksMax)
      if (packed === undefined && places.length === 0) return
      const proofs = await Promise.all(places.map((place) => this.log.forkProof(place)))
      if (packed !== undefined) this.#noteSent(packed, branches)
      await this.options.send({
        log: this.log.id,
        kind: this.options.kind,
        runs: packed?.runs ?? [],
        forks: proofs.flatMap((proof) => proof ?? []),
      })
    }
  }

  async #nextBranches(): Promise<readonly BranchBlock[]> {
    const places = [...this.#branches.values()].slice(0, branchesOfJobMax)
    const blocks: BranchBlock[] = []
    for (const place of places) {
      const bytes = await this.log.readBranch(place.core, place.seq, place.id)
      if (bytes === undefined) this.#branches.delete(place.id)
      else blocks.push({ ...place, bytes })
    }
    return blocks
  }

  /** Noted before it is sent: a job that did not get through is taken for lost, as if it had been lost later. */
  #noteSent({ sent }: Packed, branches: readonly BranchBlock[]): void {
    for (const { id } of branches) this.#branches.delete(id)
    const ends = new Map<CoreKey, number>()
    for (const [core, { length, id }] of sent) {
      ends.set(core, length)
      const mark = this.#marks.get(core)
      if (mark === undefined) continue
      mark.sent = length
      mark.sentId = id
    }
    if (ends.size > 0) this.#outstanding.add(ends, this.options.now())
  }
}
