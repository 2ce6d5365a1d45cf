import type { Block, LogId, OpId } from '@hypergit/domain'

/** What replication must know of a block; everything else about it is the engine's. */
export interface BlockFacts {
  /** Total: what cannot be decoded has a stand-in id. */
  readonly id: OpId
  /** Id of the core's op before it; absent where it cannot be decoded. */
  readonly prev?: OpId
}

/** The little that replication asks of the rules. Both functions are total on any bytes and take no time to speak of. */
export interface BlockRules {
  facts(log: LogId, block: Block): BlockFacts
  /** Whether seq 0 makes its core a member of this log (docs/protocol.md, section 3). */
  isMembership(log: LogId, block: Block): boolean
}
