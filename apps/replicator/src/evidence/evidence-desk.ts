import {
  type EvidenceBounds,
  type EvidenceLog,
  type Failure,
  gatherEvidence,
  inSlices,
  type Pace,
} from '@hypergit/client'
import type { LogId } from '@hypergit/domain'
import type { BundlesJob, Draft, EvidenceJob } from '@hypergit/queues'
import { type Asked, bundleJobs, problemJob } from './bundle-jobs.js'

export interface EvidenceDeskOptions {
  /** A log that is hosted here. */
  readonly find: (log: LogId) => EvidenceLog | undefined
  readonly send: (job: Draft<BundlesJob>) => Promise<void>
  readonly bounds: EvidenceBounds
  /** What is asked for beyond is dropped: who waits asks again. */
  readonly waitingMax: number
  readonly onError: (error: unknown, log: LogId) => void
}

/** Gathering is left alone for as long as it worked, so that it takes half of the process at most. */
const sliceMs = 10
const restShare = 1

const refusalJob = (asked: Asked, { code, message }: Failure): Draft<BundlesJob> =>
  problemJob(asked, code === 'missing' ? code : 'unprovable', message)

const keyOf = ({ kind, op }: EvidenceJob): string => `${kind} ${op.id}`

/**
 * Answers who asks for evidence from the cores that are here: one bundle after another, each log in its turn, beside everything else that the process
 * does. What it holds is in memory only; a request that is lost with it is asked again.
 */
export class EvidenceDesk {
  /** In the order asked, with the one in hand. */
  readonly #waiting = new Map<string, EvidenceJob>()
  readonly #stop = new AbortController()
  #working: Promise<void> | undefined
  #lastLog: LogId | undefined

  constructor(private readonly options: EvidenceDeskOptions) {}

  /** What is asked for already is not asked for twice. */
  ask(job: EvidenceJob): void {
    if (this.#stop.signal.aborted || this.#waiting.has(keyOf(job))) return
    if (this.#waiting.size >= this.options.waitingMax) return
    this.#waiting.set(keyOf(job), job)
    this.#working ??= this.#answerAll()
  }

  /** Drops what waits; resolves when nothing is read any more. */
  async close(): Promise<void> {
    this.#stop.abort(new Error('the replicator is closing'))
    await this.#working
  }

  /** Never rejects. */
  async #answerAll(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#lastLog = next.log
      try {
        await this.#answer(next)
      } catch (error) {
        if (!this.#stop.signal.aborted) this.options.onError(error, next.log)
      }
      this.#waiting.delete(keyOf(next))
    }
    this.#working = undefined
  }

  /** A log that was just served lets others go first. */
  #next(): EvidenceJob | undefined {
    if (this.#stop.signal.aborted) return undefined
    const waiting = [...this.#waiting.values()]
    return waiting.find(({ log }) => log !== this.#lastLog) ?? waiting[0]
  }

  async #answer({ v: _version, log: id, ...claim }: EvidenceJob): Promise<void> {
    const log = this.options.find(id)
    // Hosted elsewhere by now, or not any more.
    if (log === undefined) return
    const pace = this.#pace()
    const asked: Asked = { log: id, kind: claim.kind, op: claim.op.id }
    const gathered = await gatherEvidence(log, claim, { bounds: this.options.bounds, pace })
    for (const job of gathered.ok
      ? await bundleJobs(asked, gathered.value.bundle, pace)
      : [refusalJob(asked, gathered.failure)]) {
      this.#stop.signal.throwIfAborted()
      await this.options.send(job)
    }
  }

  /** Rejects when the desk is closed. */
  #pace(): Pace {
    const rest = inSlices(sliceMs, restShare)
    return async () => {
      this.#stop.signal.throwIfAborted()
      await rest()
    }
  }
}
