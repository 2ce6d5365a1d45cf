import { setTimeout as pause } from 'node:timers/promises'
import type { Blacklisting, LogId } from '@hypergit/domain'
import { decidedByMax, type Producer } from '@hypergit/queues'
import type { EvidenceKey, EvidenceStore, HeldBundle, KnownEvidence } from './evidence-store.js'

export type EvidenceAnswer =
  | Extract<KnownEvidence, { readonly state: 'held' | 'refused' }>
  /** No replicator answered in time; it may still do so, and then the next one who asks is told at once. */
  | { readonly state: 'unanswered' }
  /** As much is asked for, or kept, as may be: nobody was asked. */
  | { readonly state: 'full' }

/** How long a request waits for an answer unless a test says otherwise. */
export const evidenceWaitMs = 10_000
const tooManyDeciding = {
  code: 'unprovable',
  message: `more than ${decidedByMax} ops decided it, which is more than a bundle names`,
} as const

const firstLookMs = 50
const longestLookMs = 500
const lookGrowth = 1.5

export interface EvidenceRequestsParts {
  readonly store: EvidenceStore
  readonly jobs: Producer<'evidence'>
  readonly waitMs: number
}

/**
 * Evidence from the replicator that has the cores. The question goes out as a job, once for all who ask it at the same time in whichever process,
 * and the answer comes to any process and into SQL, where everyone who waits looks for it. So nothing depends on who asked, who answered, or on
 * any one job: what is lost is asked for again, by who still waits or by who comes next.
 */
export class EvidenceRequests {
  constructor(private readonly parts: EvidenceRequestsParts) {}

  /** Waits for an answer, until it is there, `waitMs` are over, or `signal` is aborted. Rejects when SQL or the queues fail. */
  async answer(log: LogId, claim: Blacklisting, signal: AbortSignal): Promise<EvidenceAnswer> {
    const { store, waitMs } = this.parts
    if (claim.decidedBy.length > decidedByMax) return { state: 'refused', problem: tooManyDeciding }
    const key = keyOf(log, claim)
    const deadline = performance.now() + waitMs
    for (let lookMs = firstLookMs; ; lookMs = Math.min(lookMs * lookGrowth, longestLookMs)) {
      const known = await store.find(key)
      if (known.state === 'held' || known.state === 'refused') return known
      if (known.state === 'unknown' && !(await this.#ask(key, log, claim))) return { state: 'full' }
      const leftMs = deadline - performance.now()
      if (leftMs <= 0 || signal.aborted) return { state: 'unanswered' }
      // Aborted: the next turn ends it.
      await pause(Math.min(lookMs, leftMs), undefined, { signal }).catch(() => undefined)
    }
  }

  /** The text of a bundle, part by part. Throws when it was forgotten meanwhile. */
  async *texts(log: LogId, claim: Blacklisting, { digest, parts }: HeldBundle): AsyncGenerator<string> {
    for (let part = 0; part < parts; part += 1) {
      const text = await this.parts.store.part(keyOf(log, claim), digest, part)
      if (text === undefined) throw new Error(`part ${part} of a bundle of ${parts} was forgotten`)
      yield text
    }
  }

  /** False when there is no room. */
  async #ask(key: EvidenceKey, log: LogId, claim: Blacklisting): Promise<boolean> {
    const { store, jobs } = this.parts
    if (await store.ask(key)) {
      await jobs.send({ log, ...claim })
      return true
    }
    return (await store.find(key)).state !== 'unknown'
  }
}

const keyOf = (log: LogId, { kind, op }: Blacklisting): EvidenceKey => ({ log, kind, op: op.id })
