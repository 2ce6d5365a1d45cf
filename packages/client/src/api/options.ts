import type { Peer } from './peer.js'

/** What a peer writes about its own work; a pino logger fits. */
export interface PeerLogger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Bounds and waits of a peer, each with a default (`peerLimits`). */
export interface PeerLimits {
  /** How long a write waits for connected peers to have it. */
  readonly publishWaitMs: number
  /** How long the first write waits for somebody to ask for its own core, where the home was not closed properly before. */
  readonly ownHeadWaitMs: number
  /** How long a process waits for the home while others come and go. */
  readonly homeWaitMs: number
  /** Blocks judged and stored in one step. */
  readonly applyBlocksMax: number
  /** One message on the control socket. */
  readonly frameBytesMax: number
  /** Calls that others may have under way on the control socket. */
  readonly controlCallsMax: number
  /** Logs of other users that are followed, and what is kept of one: ops and bytes. */
  readonly usersFollowedMax: number
  readonly userOpsMax: number
  readonly userBytesMax: number
}

export const peerLimits: PeerLimits = {
  publishWaitMs: 2_000,
  ownHeadWaitMs: 5_000,
  homeWaitMs: 60_000,
  applyBlocksMax: 1_000,
  frameBytesMax: 16 * 1024 * 1024,
  controlCallsMax: 256,
  usersFollowedMax: 128,
  userOpsMax: 10_000,
  userBytesMax: 16 * 1024 * 1024,
}

export interface PeerOptions {
  /** Absolute path; made, readable by this user alone, when it is not there. */
  readonly home: string
  /** DHT bootstrap as HOST:PORT; the public DHT unless given. A loopback host keeps all traffic on loopback. */
  readonly bootstrap?: string
  /** UDP port of the DHT node; any unless given. */
  readonly dhtPort?: number
  readonly limits?: Partial<PeerLimits>
  /** ms since 1970; the system's clock unless given. */
  readonly clock?: () => number
  readonly logger?: PeerLogger
}

/**
 * Open a home, or reach the process that holds it; either way the same interface. Rejects with a `ClientError`: HOME_IN_USE when the holder
 * does not answer, HOME_BROKEN when the home cannot be read, HOME_COPIED when it is a copy.
 */
export type OpenPeer = (options: PeerOptions) => Promise<Peer>
