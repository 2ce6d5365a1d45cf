import type { CoreKey, OpId, UserId } from '../ids.js'
import type { Reason } from '../outcome.js'
import type { CoreView } from '../views.js'

/** A violation in a chain: from there on the core is ignored, unless a pardon with the violation in its past lifts it. */
export interface ChainViolation {
  readonly reason: Reason
  readonly op: OpId
  readonly seq: number
}

/** The identity that a chain has claimed. */
export interface ChainClaim {
  readonly user: UserId
  readonly op: OpId
  readonly seq: number
}

/**
 * One unforked run of ops of a core. A core that does not fork has one; each further branch is a chain of its own that goes on from its parent's
 * op at `from` − 1. The number is the chain's place in frontiers, in order of arrival, and stays for the life of the store.
 */
export interface Chain {
  readonly number: number
  readonly core: CoreState
  readonly from: number
  readonly parent: Chain | undefined
  /** Id of the newest judged op, and the seq behind it. */
  head: OpId
  length: number
  /** Height and at* of the newest judged op. */
  headHeight: number
  headAt: number
  /** The newest violation: a pardon that has it in its past has the earlier ones as well. */
  violation: ChainViolation | undefined
  claim: ChainClaim | undefined
}

/** A member core of the log. */
export interface CoreState {
  readonly key: CoreKey
  readonly chains: Chain[]
  /** Blocks taken in order, judged or parked, and the id of the last one. */
  received: number
  receivedHead: OpId
  /** A block of a higher version has been received: what follows cannot be read either. */
  needsUpgrade: boolean
  /** The lowest seq at which two ops are known. */
  forkSeq: number | undefined
  /** Since when it is ignored, as it was last told. */
  blacklisted: CoreView['blacklisted'] | undefined
  /** Of the batch in which readers last saw something else of it. */
  version: number
}
