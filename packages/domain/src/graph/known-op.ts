import type { Action } from '../action.js'
import type { OpId } from '../ids.js'
import type { Op } from '../op.js'
import type { CoreKey } from '../ids.js'
import type { AuthorityOp } from '../facts/authority-op.js'
import type { DeviceOp } from '../facts/device-op.js'
import type { IdentityOp } from '../facts/identity-op.js'
import type { Facts } from '../facts/facts.js'
import type { Ruling } from '../outcome/ruling.js'
import type { Standing } from '../views/standing.js'
import type { Chain, ChainViolation } from './core-state.js'
import { countAt, type Frontier } from './frontier.js'

/** What an op is about, as far as the rules look at it: settled when the op is first judged. */
export interface OpTarget {
  readonly id: OpId
  /** The author of the target. */
  readonly core: CoreKey
  /** Whether *self* reaches the target: imported ops only by an op with the same source (section 5). */
  readonly reached: boolean
}

/** How a frontier is stored: as what it adds to a predecessor's, or, without `base`, whole in a checkpoint. */
export interface FrontierTrail {
  readonly base: OpId | undefined
  /** Steps to the checkpoint. */
  readonly depth: number
  readonly advances: readonly (readonly [chain: number, count: number])[]
}

/** An op in the graph: all that is a function of itself and its past, its outcome, and what stands of its text. */
export interface KnownOp {
  readonly id: OpId
  readonly chain: Chain
  readonly seq: number
  /** Undefined for what cannot be decoded. */
  readonly op: Op | undefined
  readonly block: Uint8Array
  /** Id of the op before it in its core; noOp at seq 0. */
  readonly prev: OpId
  readonly height: number
  /** Effective time (section 3). */
  readonly at: number
  readonly n: number
  /** The highest thread number in its past and of itself; 0 without any. */
  readonly numberMax: number
  /** Of a `thread.open` that is no violation. */
  readonly number: number | undefined
  /** The thread it belongs to; the log itself for what concerns the repository as a whole. */
  thread: OpId | undefined
  target: OpTarget | undefined
  /** The newest violation before it in its own prev chain: a pardon that has it in its past has the earlier ones as well. */
  readonly violationBefore: ChainViolation | undefined
  /** Its past and itself. */
  readonly frontier: Frontier
  readonly trail: FrontierTrail
  /** What facts need of it, for an authority op that is no violation. */
  authority: AuthorityOp | undefined
  /** The same for an op about who is who. */
  identity: IdentityOp | undefined
  /** The same for what a user log says of a device. */
  device: DeviceOp | undefined
  /** Facts of its past; computed again when a loaded op needs them. */
  facts: Facts | undefined
  /** What steps 1 to 3 of section 4 decided, which nothing changes any more; undefined if they let it pass. */
  settled: Ruling | undefined
  ruling: Ruling
  standing: Standing | undefined
  /** Of the batch in which readers last saw something else of it; 0 in the batch that brings it. */
  version: number
}

/** Whether the op came with the batch that is worked on. */
export const isFresh = ({ version }: KnownOp): boolean => version === 0

export interface Position {
  readonly chain: Chain
  readonly seq: number
}

/** Whether the frontier reaches the op. */
export const covers = (frontier: Frontier, { chain, seq }: Position): boolean => countAt(frontier, chain.number) > seq

/** Whether `earlier` is in past(`later`). */
export const isInPast = (earlier: KnownOp, later: KnownOp): boolean =>
  earlier !== later && covers(later.frontier, earlier)

export const areConcurrent = (a: KnownOp, b: KnownOp): boolean =>
  a !== b && !covers(b.frontier, a) && !covers(a.frontier, b)

/** "Later" of section 3: by (at*, n, id). Of two ops of which one is in the other's past, the past one is never later. */
export const isLater = (
  a: { readonly at: number; readonly n: number; readonly id: OpId },
  b: { readonly at: number; readonly n: number; readonly id: OpId },
): boolean => (a.at !== b.at ? a.at > b.at : a.n !== b.n ? a.n > b.n : a.id > b.id)

/** Order of (height, id), in which grants are ranked (section 6). */
export const compareHeights = (a: KnownOp, b: KnownOp): number =>
  a.height - b.height || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

export const actionOf = (known: KnownOp): Action | undefined => known.op?.action

/** What a violation leaves in its chain; undefined for any other op. */
export const violationOf = ({ id, seq, settled }: KnownOp): ChainViolation | undefined =>
  settled?.outcome === 'violation' ? { op: id, seq, reason: settled.reason ?? 'malformed' } : undefined
