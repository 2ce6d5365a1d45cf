import {
  noOp,
  type Applied,
  type BatchReport,
  type Block,
  type EquivocationProof,
  type LogId,
  type LogKind,
} from '@hypergit/domain'
import type { SweepJob } from '@hypergit/queues'
import type { LogState } from '../state/log-state.js'
import { tidingsOf, verdictJobs, type Tidings } from '../telling/verdict-jobs.js'
import type { Standing } from './agreed-sweeps.js'
import { Alarm } from './alarm.js'
import { ClaimNews } from './claim-news.js'
import type { JudgingParts } from './judging-parts.js'
import { News } from './news.js'
import { Projecting } from './projecting.js'
import { Serial } from './serial.js'
import type { Telling } from './telling.js'
import { TellingOfUser } from './telling-of-user.js'

/** Missing blocks are asked for again after this. */
const askPauseMs = 10_000

/**
 * One open log: judges the blocks that come, and says what is to be said from the reports that were stored with the outcomes, in their order. What
 * a kill or a failing back end left unsaid is said first the next time. Its methods may be called at the same time; they run one after another.
 */
export class JudgedLog {
  readonly #serial = new Serial()
  readonly #hashAlarm: Alarm
  readonly #dueAlarm: Alarm
  readonly #remindAlarm: Alarm
  readonly #againAlarm: Alarm
  #askedAtMs = -Infinity
  /** All reports up to this version were said. */
  #told: number
  #forgotten = 0
  #usable = true
  #closed = false

  private constructor(
    private readonly state: LogState,
    private readonly parts: JudgingParts,
    private readonly projecting: Telling,
    private readonly news: News,
    private readonly claimNews: ClaimNews,
  ) {
    this.#told = projecting.resumedAt
    this.#hashAlarm = new Alarm(() => this.#inBackground(() => this.projecting.sendHash()))
    this.#dueAlarm = new Alarm(() => this.#inBackground(() => this.#applyNow([])))
    this.#remindAlarm = new Alarm(() => this.#inBackground(() => this.projecting.remind()))
    this.#againAlarm = new Alarm(() => this.#inBackground(() => this.#tell()))
  }

  /** Opens the state of a log. Rejects when the store, SQL or the queues fail. */
  static async open(log: LogId, kind: LogKind, parts: JudgingParts): Promise<JudgedLog> {
    const state = await parts.openState(log, kind)
    try {
      const news = await News.open(state, parts)
      const telling = kind === 'user' ? await TellingOfUser.open(state, parts) : await Projecting.open(state, parts)
      const judged = new JudgedLog(state, parts, telling, news, new ClaimNews(state, parts))
      judged.#setDueAlarm()
      return judged
    } catch (error) {
      await state.close()
      throw error
    }
  }

  get log(): LogId {
    return this.state.log
  }

  /** False once the store failed: what is in memory may be ahead of it, so the log has to be opened again. */
  get usable(): boolean {
    return this.#usable
  }

  /** Blocks, and forks that peers proved. */
  apply(blocks: readonly Block[], forks: readonly EquivocationProof[] = []): Promise<void> {
    return this.#run(async () => {
      if (forks.length > 0) await this.#judgeNow([], () => this.state.applyProofs(forks))
      if (forks.length === 0 || blocks.length > 0) await this.#applyNow(blocks)
    })
  }

  /** Answers what the replicator has with what is judged of it. True when both have the same and nothing is missing. */
  sweep(job: SweepJob): Promise<boolean> {
    return this.#run(async () => {
      await this.#tell()
      const { state } = this
      const applied = job.cores.map(({ core }) => state.applied(core) ?? { core, length: 0, head: noOp })
      const whole = job.page === 0
      const verdicts = state.verdicts()
      const stopped = new Set(verdicts.map(({ core }) => core))
      const tidings = {
        applied,
        verdicts: whole ? verdicts : [],
        missing: whole ? state.missing() : [],
        lifted: job.cores.flatMap(({ core }) => (stopped.has(core) ? [] : [core])),
        ...(whole ? await this.#devices() : {}),
      }
      await this.parts.teller.verdicts(verdictJobs(this.#version(), tidings))
      const same = job.cores.every(({ length, head }, index) => {
        const ours = applied[index]
        return ours !== undefined && (ours.length > length || (ours.length === length && ours.head === head))
      })
      return same && state.missing().length === 0
    })
  }

  resync(have: Parameters<Telling['resync']>[0]): Promise<void> {
    return this.#run(async () => {
      await this.#tell()
      await this.projecting.resync(have)
    })
  }

  /** Says what a kill left unsaid, and asks for the blocks that this state lacks. */
  finish(): Promise<void> {
    return this.#run(() => this.#tell())
  }

  /** What is said so far, for whoever answers while the log is closed. */
  async standing(): Promise<Standing> {
    return { at: this.projecting.position, verdicts: this.state.verdicts(), ...(await this.#devices()) }
  }

  close(): Promise<void> {
    return this.#serial.run(async () => {
      this.#closed = true
      this.#hashAlarm.clear()
      this.#dueAlarm.clear()
      this.#remindAlarm.clear()
      this.#againAlarm.clear()
      try {
        if (this.#usable && this.#told === this.state.version) await this.projecting.leave()
      } finally {
        await this.state.close()
      }
    })
  }

  /** Ops wait for the clock, or something is still to be said, so the log has to stay open. */
  get waits(): boolean {
    return this.state.nextDueAt() !== undefined || this.#unsaid
  }

  get #unsaid(): boolean {
    return !this.projecting.shown || this.#told !== this.state.version
  }

  #applyNow(blocks: readonly Block[]): Promise<void> {
    return this.#judgeNow(blocks, () => this.state.apply(blocks, this.parts.now()))
  }

  async #judgeNow(blocks: readonly Block[], judge: () => Promise<BatchReport>): Promise<void> {
    await this.#tell()
    this.parts.onJudging(this.log)
    let report: BatchReport
    try {
      report = await judge()
    } catch (error) {
      this.#usable = false
      throw error
    }
    const applied = this.#appliedOf(blocks, report)
    if (report.version === this.#told + 1) await this.#tellOne({ ...report, applied })
    else await this.parts.teller.verdicts(verdictJobs(this.#version(), { ...(await this.#tidingsOf(report)), applied }))
    await this.#settle()
  }

  /** Every core of a job is answered, also where nothing of it was new: the sender waits for it. */
  #appliedOf(blocks: readonly Block[], report: BatchReport): readonly Applied[] {
    const answered = new Map(report.applied.map((one) => [one.core, one]))
    for (const { core } of blocks) {
      const applied = answered.has(core) ? undefined : this.state.applied(core)
      if (applied !== undefined) answered.set(core, applied)
    }
    return [...answered.values()]
  }

  /** Says what was stored and not said, and shows the log if it is not shown yet. */
  async #tell(): Promise<void> {
    for await (const report of this.state.reportsAfter(this.#told)) await this.#tellOne(report)
    await this.#settle()
  }

  async #tellOne(report: BatchReport): Promise<void> {
    await this.parts.teller.verdicts(
      verdictJobs({ ...this.#version(), number: report.version }, await this.#tidingsOf(report)),
    )
    await this.projecting.tell(report)
    await this.news.tell(report, this.projecting.position.epoch)
    await this.claimNews.tell(report, this.projecting.position.epoch)
    this.#told = report.version
    this.#hashAlarm.setIn(this.parts.settings.hashDelayMs)
  }

  /** Whose blocks the replicator may take, where a batch may have changed it. */
  async #tidingsOf(report: BatchReport): Promise<Tidings> {
    return report.user === undefined ? tidingsOf(report) : { ...tidingsOf(report), ...(await this.#devices()) }
  }

  async #devices(): Promise<Pick<Tidings, 'devices'>> {
    return this.state.kind === 'user' ? { devices: await this.state.devices() } : {}
  }

  async #settle(): Promise<void> {
    const { keptReportsMax, remindAfterMs, retryMs } = this.parts.settings
    if (await this.projecting.showIfReady(this.news.catchingUp)) this.#remindAlarm.setIn(remindAfterMs)
    else this.#againAlarm.setIn(retryMs)
    await this.#askForOwed()
    const unneeded = this.#told - keptReportsMax
    // Forgetting is a commit of its own, so it happens once for many batches.
    if (unneeded - this.#forgotten >= keptReportsMax) {
      await this.state.forgetReports(unneeded)
      this.#forgotten = unneeded
    }
    this.#setDueAlarm()
  }

  /** The replicator believes that another state's judgement was this one's: told how far this one is, it sends from there. */
  async #askForOwed(): Promise<void> {
    const nowMs = this.parts.now()
    if (!this.news.catchingUp || nowMs - this.#askedAtMs < askPauseMs) return
    this.#askedAtMs = nowMs
    const tidings = { applied: this.news.owed() }
    await this.parts.teller.verdicts(verdictJobs(this.#version(), tidings))
  }

  #setDueAlarm(): void {
    const dueAt = this.state.nextDueAt()
    if (dueAt === undefined) this.#dueAlarm.clear()
    else this.#dueAlarm.setIn(dueAt - this.parts.now())
  }

  #version() {
    return { log: this.log, epoch: this.projecting.position.epoch, number: this.state.version }
  }

  /** One task at a time. What is left unsaid when one fails is tried again by itself. */
  #run<T>(task: () => Promise<T>): Promise<T> {
    return this.#serial.run(async () => {
      try {
        return await task()
      } catch (error) {
        if (this.#usable && !this.#closed) this.#againAlarm.setIn(this.parts.settings.retryMs)
        throw error
      }
    })
  }

  #inBackground(task: () => Promise<void>): void {
    this.#run(async () => {
      // A timer may have rung while the log was closing.
      if (this.#usable && !this.#closed) await task()
    }).catch((error: unknown) => {
      this.parts.logger.warn({ err: error, log: this.log }, 'a timer of a log failed')
    })
  }
}
