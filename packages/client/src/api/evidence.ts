import type { CoreKey, LogId, OpId, OutcomeKind, Reason } from '@hypergit/domain'
import type { EvidenceKind } from '../evidence/bundle.js'
import type { Failure } from './failure.js'

/** What a bundle that was written shows. */
export interface EvidenceSummary {
  readonly kind: EvidenceKind
  readonly log: LogId
  /** The core that is blacklisted. */
  readonly core: CoreKey
  /** The op that blacklists it: the violation before the op that was asked for, or the ban that it falls to, where it is not that one itself. */
  readonly op: OpId
  readonly outcome: OutcomeKind
  readonly reason?: Reason
  readonly decidedBy: readonly OpId[]
  /** Signatures and blocks in it. */
  readonly cores: number
  readonly blocks: number
}

/** Text of a bundle comes in pieces, so that its size is not bounded by a message; it was checked before the first one. */
export type EvidenceEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'done'; readonly summary: EvidenceSummary }
  | { readonly kind: 'failed'; readonly failure: Failure }
