import type { CoreKey, LogId, OpId } from './ids.js'
import type { Reason } from './outcome.js'
import type { CoreView, OpView, RepositoryView, ThreadView, UserView } from './views.js'

/** A parent that an op cites and that is not here: to be asked for by (core, seq, id) from whoever announced the citing core. */
export interface MissingParent {
  readonly core: CoreKey
  readonly seq: number
  readonly id: OpId
  readonly citedBy: { readonly core: CoreKey; readonly seq: number }
}

/** How far a core goes: `applied` ops are judged or parked; the next block expected is at `length`, whose `prev` must be `head`. */
export interface Applied {
  readonly core: CoreKey
  readonly length: number
  readonly head: OpId
}

/** A core that is ignored from a seq on: keep and serve `keep` blocks, ask for nothing beyond. */
export interface Verdict {
  readonly core: CoreKey
  readonly keep: number
  readonly reason: Reason
  readonly op: OpId
}

/**
 * What one applied batch changed, each record whole. `version` counts the batches of this state of the log, from 1, without gaps. Written in the
 * same atomic commit as the outcomes, so that a kill between storing and telling loses nothing.
 */
export interface BatchReport {
  readonly log: LogId
  readonly version: number
  readonly applied: readonly Applied[]
  /** New ops and earlier ones whose outcome or current text changed. */
  readonly ops: readonly OpView[]
  /** Ids of `ops` that are new in this batch (the others changed). */
  readonly fresh: readonly OpId[]
  readonly threads: readonly ThreadView[]
  readonly cores: readonly CoreView[]
  readonly repository?: RepositoryView
  /** Of a user log, when it changed. */
  readonly user?: UserView
  readonly missing: readonly MissingParent[]
  readonly verdicts: readonly Verdict[]
  /** Blocks that did not continue their core: a gap, answered with what is applied. */
  readonly gaps: readonly Applied[]
}
