import type { CoreKey, LogId } from '@hypergit/domain'
import type { Failure } from '../api/failure.js'
import type { PeerLogger } from '../api/options.js'

export interface ReplayOptions {
  /** Absolute path of a `github-archive` file. */
  readonly file: string
  /** Folder for the peers' homes; must be empty or missing. */
  readonly data: string
  /** 1 to `replayPeersMax`; 3 unless given. */
  readonly peers?: number
  /** Decides which peer is whose; the same seed gives the same spread. */
  readonly seed?: string
  /** DHT bootstrap as HOST:PORT; one of its own on loopback unless given. */
  readonly bootstrap?: string
  /** Serves a mirror until it has everything. */
  readonly mirror?: { readonly operatorUrl: string; readonly token: string }
  /** How long peers, and the mirror, may take to agree once everything is written, ms; ten minutes unless given. */
  readonly settleWaitMs?: number
  readonly clock?: () => number
  readonly logger?: PeerLogger
}

export const replayPeersMax = 32

/** What `replay` prints last. */
export interface ReplayResult {
  readonly id: LogId
  readonly link: string
  readonly peers: readonly { readonly stateHash: string }[]
  readonly mirror?: { readonly stateHash: string }
  readonly blacklist: readonly CoreKey[]
  readonly ops: number
}

export type ReplayEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** Everything is written; the peers, and the mirror, have yet to agree. */
  | { readonly kind: 'settling'; readonly link: string }
  | { readonly kind: 'done'; readonly result: ReplayResult }
  | { readonly kind: 'failed'; readonly failure: Failure }
