import type { EventEmitter } from 'node:events'
import type { CoreKey, LogId, OpId } from '@hypergit/domain'
import type { HomeContext } from '../home-context.js'
import type { Head, LogEvents } from '../log-api.js'
import type { OwnCores } from '../own-cores.js'
import type { KeptBlock } from '../storage/head-index.js'
import type { LogHeads } from '../storage/log-heads.js'
import type { AdmittedCores } from './admitted-cores.js'
import type { Arrivals } from './arrivals.js'
import type { KnownForks } from './known-forks.js'
import type { LogPeers } from './log-peers.js'

/** Who fetches a core now, and since when nothing came of it. */
export interface Claim {
  readonly owner: object
  readonly sinceMs: number
  movedAtMs: number
}

/** What the channels of one log share. */
export interface LogScope {
  readonly id: LogId
  readonly discoveryKey: Uint8Array
  readonly home: HomeContext
  readonly heads: LogHeads
  readonly admitted: AdmittedCores
  readonly own: OwnCores
  readonly arrivals: Arrivals
  readonly peers: LogPeers
  readonly events: EventEmitter<LogEvents>
  /** Cores under way from some peer, so that not every peer is asked for the same. */
  readonly claims: Map<CoreKey, Claim>
  readonly forks: KnownForks
  /** Banned cores, as far as was told: who proves to hold the key of one is not spoken to. */
  readonly shunned: Set<CoreKey>
  /** A block by id, of a branch that is kept beside its core. */
  branch(core: CoreKey, seq: number, id: OpId): Promise<KeptBlock | undefined>
  /** Fetches blocks up to this head by id, since they cannot come with the core that is here: of a branch that an admin lets count, or under a shorter tree. */
  follow(head: Head): void
}
