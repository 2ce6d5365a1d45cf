import type { OpId, RepositoryAction } from '@hypergit/domain'
import type { Waiting } from './identities.js'

export interface WriteInput {
  readonly repo: string
  /** At most `writeActionsMax`; later ones may not name earlier ones. Appended together or, if one is refused, not at all. */
  readonly actions: readonly RepositoryAction[]
  /** Do not connect: the ops are kept here and sent by the next `sync` or `seed`. */
  readonly offline?: boolean
  /** The author's clock, ms; the peer's clock unless given. */
  readonly at?: number
}

export interface WrittenOp {
  readonly op: OpId
  /** Of a `thread.open`. */
  readonly number?: number
  /** Nobody else is shown it until one of the user's machines has confirmed this one. */
  readonly held?: true
}

export interface Written {
  readonly ops: readonly WrittenOp[]
  /** How many peers have the ops by now; 0: kept here. */
  readonly published: number
  /** For people, one sentence each: what the author should know before going on. */
  readonly warnings: readonly string[]
  /** Whose confirmation an op of these waits for. */
  readonly waiting?: Waiting
}

/** Bound of one `write`; longer work is an import. */
export const writeActionsMax = 256
