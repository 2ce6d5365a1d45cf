import type { BatchReport } from '@hypergit/domain'
import type { ResyncJob } from '@hypergit/queues'
import type { Position } from '../sql/position-store.js'
import type { LogState } from '../state/log-state.js'
import { changeJobs, hashJob, snapshotJobs } from '../telling/change-jobs.js'
import { SentNumbers, type SentNumber } from '../telling/sent-numbers.js'
import type { JudgingParts } from './judging-parts.js'
import { beginEpoch, type Telling } from './telling.js'

/**
 * What the dashboard is told of one log, by (epoch, number): an epoch begins with a snapshot, and each number after it is a batch of the state or
 * its hash. An epoch is taken up again only where it was left exactly; otherwise a new one begins, so a number never says two things.
 */
export class Projecting implements Telling {
  readonly #numbers: SentNumbers
  #shown = false
  /** A snapshot was begun in this epoch: its numbers are spent, whether or not all of them were sent. */
  #epochSpent = false
  #snapshotAtMs = -Infinity
  /** Something was said of which the dashboard was not reminded. */
  #unreminded = false
  #openedAtMs: number
  #hash: string | undefined

  private constructor(
    private readonly state: LogState,
    private readonly parts: JudgingParts,
    private at: Position,
  ) {
    this.#numbers = new SentNumbers(2 * parts.settings.keptReportsMax)
    this.#openedAtMs = parts.now()
  }

  static async open(state: LogState, parts: JudgingParts): Promise<Projecting> {
    const left = await parts.positions.take(state.log)
    // A folder that was put back from a copy knows less than it had said.
    if (left === undefined || left.version > state.version) {
      return new Projecting(state, parts, await beginEpoch(state, parts))
    }
    const projecting = new Projecting(state, parts, left)
    projecting.#shown = true
    projecting.#epochSpent = true
    projecting.#numbers.restart(left.number + 1)
    return projecting
  }

  get position(): Position {
    return this.at
  }

  /** The epoch's snapshot was sent whole, so that changes can follow. */
  get shown(): boolean {
    return this.#shown
  }

  /** Reports up to this version were said before the log was opened; 0 when that is not known. */
  get resumedAt(): number {
    return this.#shown ? this.at.version : 0
  }

  /** Sends what a batch changed; nothing while the epoch's snapshot, which will hold it, is not sent. */
  async tell(report: BatchReport): Promise<void> {
    if (!this.#shown || report.version <= this.at.version) return
    await this.parts.teller.changes(changeJobs(this.#nextVersion(), report))
    this.#sent({ kind: 'batch', version: report.version })
  }

  /**
   * Sends the snapshot that begins the epoch, unless the state is still being rebuilt: readers keep the old projection until the new one has
   * caught up with it, or patience is out. True when the log is shown.
   */
  async showIfReady(catchingUp: boolean): Promise<boolean> {
    if (this.#shown) return true
    const waitedMs = this.parts.now() - this.#openedAtMs
    if (catchingUp && waitedMs < this.parts.settings.catchUpPatienceMs) return false
    await this.#sendSnapshot()
    return true
  }

  /** Sends the state hash, if it is another one than was said last. */
  async sendHash(): Promise<void> {
    if (!this.#shown) {
      await this.showIfReady(true)
      return
    }
    const hash = await this.state.stateHash()
    if (hash === this.#hash) return
    await this.parts.teller.changes([hashJob(this.#nextVersion(), hash)])
    this.#sent({ kind: 'hash' })
    this.#hash = hash
  }

  /** Says one number more, which changes nothing: a dashboard that lacks the ones before it notices, and asks. */
  async remind(): Promise<void> {
    if (!this.#shown || !this.#unreminded) return
    this.#hash ??= await this.state.stateHash()
    await this.parts.teller.changes([hashJob(this.#nextVersion(), this.#hash)])
    this.#sent({ kind: 'hash' })
    this.#unreminded = false
  }

  /** Sends what comes after `have`: the numbers that are still kept, or else a snapshot in a new epoch. */
  async resync(have: ResyncJob['have']): Promise<void> {
    if (!this.#shown) return
    if (have?.epoch === this.at.epoch) {
      const missing = this.#numbers.after(have.number)
      if (missing !== undefined && (await this.#sendAgain(missing))) return
    }
    // What was sent a moment ago may still be on its way; if it is not, the dashboard asks again.
    if (this.parts.now() - this.#snapshotAtMs < this.parts.settings.snapshotPauseMs) return
    await this.#sendSnapshot()
  }

  /** Leaves the position for the next time the log is opened here. */
  async leave(): Promise<void> {
    if (!this.#shown) return
    await this.sendHash()
    await this.remind()
    await this.parts.positions.leave(this.state.log, this.at)
  }

  async #sendAgain(missing: readonly (SentNumber & { readonly number: number })[]): Promise<boolean> {
    for (const sent of missing) {
      const version = { log: this.state.log, epoch: this.at.epoch, number: sent.number }
      switch (sent.kind) {
        case 'batch': {
          const report = await this.state.report(sent.version)
          if (report === undefined) return false
          await this.parts.teller.changes(changeJobs(version, report))
          break
        }
        case 'hash':
          // An earlier hash is of no use to anybody: only the newest number says the one that stands.
          await this.parts.teller.changes([hashJob(version, sent.number === this.at.number ? this.#hash : undefined)])
          break
        default: {
          const never: never = sent
          throw new TypeError(`unknown number ${JSON.stringify(never)}`)
        }
      }
    }
    return true
  }

  async #sendSnapshot(): Promise<void> {
    if (this.#epochSpent) this.at = await beginEpoch(this.state, this.parts)
    this.#shown = false
    this.#epochSpent = true
    this.#snapshotAtMs = this.parts.now()
    const { log, version } = this.state
    const { epoch } = this.at
    let hash: string | undefined
    const jobs = snapshotJobs({ log, epoch }, this.state.snapshot(), async () => (hash = await this.state.stateHash()))
    let number = 0
    for await (const job of jobs) {
      await this.parts.teller.changes([job])
      number = job.number
    }
    this.at = { epoch, number, version }
    this.#hash = hash
    this.#numbers.restart(number + 1)
    this.#shown = true
    this.#unreminded = true
  }

  #nextVersion() {
    return { log: this.state.log, epoch: this.at.epoch, number: this.at.number + 1 }
  }

  #sent(sent: SentNumber): void {
    this.#numbers.add(sent)
    this.#unreminded = true
    const version = sent.kind === 'batch' ? sent.version : this.at.version
    this.at = { epoch: this.at.epoch, number: this.at.number + 1, version }
  }
}
