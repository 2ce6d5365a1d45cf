import type { Action } from './action.js'
import type { CoreKey, LogId, OpId } from './ids.js'

/** A cited head of another core. */
export interface ParentRef {
  readonly core: CoreKey
  readonly seq: number
  readonly id: OpId
}

/** One decoded block of a core (docs/protocol.md, section 3). */
export interface Op {
  readonly id: OpId
  readonly core: CoreKey
  readonly seq: number
  readonly log: LogId
  readonly prev: OpId
  readonly parents: readonly ParentRef[]
  /** The author's clock, ms. */
  readonly at: number
  readonly action: Action
  /** A host took the body down: the action's free texts are empty, everything else stands. */
  readonly purged: boolean
  /** Size of the block. */
  readonly byteLength: number
}

/** What an author decides of an op; core, seq, prev and log follow from where it is appended. */
export interface Draft {
  readonly parents: readonly ParentRef[]
  readonly at: number
  readonly action: Action
}

/** A block as it lies in a core: untrusted bytes. */
export interface Block {
  readonly core: CoreKey
  readonly seq: number
  readonly bytes: Uint8Array
}

/** Shows that a core's signer signed two histories that part at `seq` (section 4, equivocation); each half is at most 16 KiB. */
export interface EquivocationProof {
  readonly core: CoreKey
  readonly seq: number
  readonly proofA: Uint8Array
  readonly proofB: Uint8Array
}

/** What any bytes decode to. Total: never a throw. */
export type Decoded =
  | { readonly kind: 'op'; readonly op: Op }
  /** Breaks the envelope's format or limits. `id` stands for the block in lists and in the state hash; nothing can cite it. */
  | { readonly kind: 'malformed'; readonly id: OpId; readonly detail: string }
  /** Of a higher protocol version: parked as `needs-upgrade`. */
  | { readonly kind: 'future'; readonly version: number }
