import type { CoreKey, CoreView, LogId, OpView, ThreadKind, ThreadState, ThreadView, UserId } from '@hypergit/domain'
import type { Failure } from './failure.js'
import type { KnownCore, Waiting } from './identities.js'

export interface ThreadFilter {
  readonly kind?: ThreadKind
  readonly state?: ThreadState
  readonly label?: string
  /** WHO, or the login of an imported author. */
  readonly author?: string
  readonly assignee?: string
  /** Words that all occur in title or body, letters' case aside. */
  readonly search?: string
  /** At most 200; 50 unless given. Newest number first. */
  readonly limit?: number
  /** `next` of the page before. */
  readonly after?: string
}

export interface ThreadPage {
  readonly items: readonly ThreadView[]
  readonly next?: string
}

/** A thread and all that happened in it, in order of effective time, without the opening itself. */
export interface ThreadDetail {
  readonly thread: ThreadView
  /** Of what is held, only what the reader's own machines wrote. */
  readonly entries: readonly OpView[]
  /** Whose confirmation the held ones wait for, by the core that wrote them. */
  readonly waiting?: Readonly<Record<CoreKey, Waiting>>
}

/** The outcome of an op, the rule, and the ops that decided it. */
export interface Explanation {
  readonly op: OpView
  readonly decidedBy: readonly OpView[]
}

/** A person of a repository: the cores that are one user's, under their first-linked core. */
export interface PersonView {
  readonly person: CoreKey
  readonly user?: UserId
  /** By the user's own log, which lists one of the cores. */
  readonly name?: string
  readonly cores: readonly CoreView[]
  readonly self: boolean
  /** Who each core is shown as. */
  readonly known: readonly KnownCore[]
}

/** An op as `log` shows it; `change` tells an earlier op whose outcome or text became another. */
export interface LogEntry {
  readonly kind: 'op' | 'change'
  readonly repo: LogId
  readonly op: OpView
}

export interface LogInput {
  /** All repositories of the home unless given. */
  readonly repo?: string
  /** Go on with what comes, until the caller stops. Ends with the last known op otherwise. */
  readonly follow?: boolean
  /** Begin with the newest `limit` ops; all unless given. */
  readonly limit?: number
  /** By log: only what came after this version of it. */
  readonly after?: Readonly<Record<string, number>>
}

/** The end of a stream that could not begin. */
export interface StreamFailure {
  readonly kind: 'failed'
  readonly failure: Failure
}
