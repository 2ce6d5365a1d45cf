import type { CoreKey, EquivocationProof, LogId, MissingParent, OpId } from '@hypergit/domain'
import type { LogBounds } from './admission/limits.js'
import type { AdmissionStatus, RefusalReason } from './admission/status.js'

/** The last block of a core, as peers announce it: `length` blocks, the last of which is op `id`. */
export interface Head {
  readonly core: CoreKey
  readonly length: number
  readonly id: OpId
}

/** A core of a log on this machine. */
export interface CoreState extends Head {
  /** This machine holds its secret key. */
  readonly own: boolean
  /** Sum over its blocks. */
  readonly byteLength: number
  /** Set while a verdict stands: blocks from here on are neither fetched nor served. */
  readonly keep?: number
}

/** Blocks `[from, from + blocks.length)` of a core, appended here or arrived from a peer, checked and stored. */
export interface BlocksArrived {
  readonly core: CoreKey
  readonly from: number
  readonly blocks: readonly Uint8Array[]
  /** Appended by this process, rather than replicated. */
  readonly own: boolean
}

/** A block that is not in its core here (another branch of a fork, or of a core that is not admitted), fetched by id because an op cites it. */
export interface BranchBlock {
  readonly core: CoreKey
  readonly seq: number
  readonly id: OpId
  readonly bytes: Uint8Array
}

/** A peer holds another history of a core, under a valid signature of the same key. */
export interface ForkSeen {
  readonly core: CoreKey
  /** Length of the peer's branch. */
  readonly length: number
  /** Head of the peer's branch. */
  readonly id: OpId
  readonly peer: string
}

/** A seq at which a core is proven to have forked. */
export interface ForkPlace {
  readonly core: CoreKey
  readonly seq: number
}

export interface PeerSeen {
  /** The peer's noise key in hexadecimal digits: new for every process, no identity. */
  readonly peer: string
}

export interface AdmissionRefused {
  readonly core: CoreKey
  readonly reason: RefusalReason
  readonly peer: string
}

export interface LogEvents {
  blocks: [BlocksArrived]
  'branch-block': [BranchBlock]
  'peer-added': [PeerSeen]
  'peer-removed': [PeerSeen]
  fork: [ForkSeen]
  /** A proof that a core forked, found here or told by a peer; each new one once. */
  'fork-proof': [EquivocationProof]
  'admission-refused': [AdmissionRefused]
}

/** Whether the history of an own core is known to be whole, so that it may be appended to. */
export type OwnHead =
  /** The peers that were asked for it announced nothing longer, or it was made by this process. */
  | { readonly state: 'confirmed' }
  /** Nobody was asked since the start: the home may be a backup that was restored, or have lost its end when it was not closed. */
  | { readonly state: 'unconfirmed' }
  /** There is more of it than this machine has, at a peer or by what else is known here; it is being fetched. Appending is refused. */
  | { readonly state: 'behind'; readonly length: number; readonly announced: number }
  /** There is another history of it. Appending is refused, unless an admin lets this one count. */
  | { readonly state: 'forked'; readonly at: number }

/** How an own core is told from others of the same machine in the same log; a peer needs one, a replay of many people needs more. */
export const mainCoreName = 'main'

/**
 * One log on this machine: its cores, and what peers exchange about them. Blocks are bytes to it; it asks `BlockRules` for an op's id and for
 * membership, and nothing else.
 */
export interface Log {
  readonly id: LogId
  /** 32 bytes; what peers meet under. Tells nothing about the id. */
  readonly discoveryKey: Uint8Array

  /** The key of this machine's core in this log; derived from the home's secret, so that it is the same before and after the first append. */
  ownCore(name?: string): Promise<CoreKey>
  /** Another core for this machine, which `ownCore()` answers from now on, also after a restart; no copy of the home can have it. */
  renewOwnCore(): Promise<CoreKey>
  ownCores(): readonly CoreKey[]
  /**
   * Appends to an own core, all or nothing, durable when it resolves, and announced to peers at once. `expectedLength` guards the caller's
   * check: when the core is longer by now, nothing is appended.
   * Throws OwnCoreBehindError, OwnCoreForkedError, CoreMovedOnError, StorageFailedError.
   */
  append(
    core: CoreKey,
    blocks: readonly Uint8Array[],
    options?: { readonly expectedLength?: number },
  ): Promise<{ readonly from: number; readonly length: number }>
  /**
   * Has the founding core of a user log as an own one while `work` runs, by the identity key that signs it: the key is not stored, and peers are not
   * shown that it is here. Throws NotOwnCoreError where it founds another log.
   */
  withFounder<Result>(identity: SecretKeyPair, work: (founder: CoreKey) => Promise<Result>): Promise<Result>
  ownHead(core: CoreKey): OwnHead
  /** Asks every connected peer, and waits for what they have more of it: for at most `timeoutMs`, then with what is known. */
  awaitOwnHead(core: CoreKey, timeoutMs: number): Promise<OwnHead>

  /** Stored blocks `[from, to)`; stops early at what is stored and, after at least one block, at `bytesMax`. */
  read(
    core: CoreKey,
    from: number,
    to: number,
    options?: { readonly bytesMax?: number },
  ): Promise<readonly Uint8Array[]>
  /**
   * What shows, to anybody who has stored blocks `[0, length)` of a core, that its signer signed them (`provesBlocks`); about a kilobyte. Undefined
   * where they are not all stored.
   */
  prove(core: CoreKey, length: number): Promise<Uint8Array | undefined>
  /** A block by id: of a branch that is kept beside its core, or of the core itself. */
  readBranch(core: CoreKey, seq: number, id: OpId): Promise<Uint8Array | undefined>
  /** Where cores of this log are proven to have forked; of one core alone, ascending, where it is given. */
  forks(core?: CoreKey): readonly ForkPlace[]
  /** The proof; undefined where it gave way to lower ones. */
  forkProof(place: ForkPlace): Promise<EquivocationProof | undefined>
  /** Takes a proof that an op carries, and tells it to peers; one that proves nothing is dropped. */
  addForkProof(proof: EquivocationProof): void
  cores(): readonly CoreState[]
  core(core: CoreKey): CoreState | undefined

  /** Peers that speak this log now. */
  peers(): readonly string[]
  /** How many connected peers have announced `length` or more blocks of the core. */
  holders(core: CoreKey, length: number): number
  /** Resolves when that many peers hold the core up to `length`, or after `timeoutMs` with the number by then. */
  awaitHolders(core: CoreKey, length: number, peers: number, timeoutMs: number): Promise<number>
  /** Blocks that connected peers announced and that are not here yet, what was refused or stopped left out. */
  behindBy(): number
  /** Resolves true when at least one peer has been compared with and nothing announced is missing; false after `timeoutMs`. */
  awaitCaughtUp(timeoutMs: number): Promise<boolean>

  /** Parents that the engine misses: fetched outside their core's quota, charged to the citing core. Idempotent; bounded. */
  requestParents(missing: readonly MissingParent[]): void
  /** A verdict: keep and serve `keep` blocks, ask for nothing beyond, close connections that proved the core's key. Survives restarts. */
  stopCore(core: CoreKey, keep: number): Promise<void>
  /** Speaks no more to who proves to hold the core's key, until `unstopCore` or a restart; its blocks go on coming from others, within its quota. */
  shunCore(core: CoreKey): void
  /**
   * Narrows the log to these cores, the founding one and those of this machine, or widens it again: heads of others are neither opened nor downloaded nor
   * announced on, and what an op cites of them is not asked for. What becomes admitted is fetched at once. Not kept over a restart, so a user log is
   * narrowed as soon as it is opened.
   */
  admitOnly(cores: ReadonlySet<CoreKey> | undefined): void
  /** Lifts a verdict; what is missing since is asked for. */
  unstopCore(core: CoreKey): Promise<void>

  on<Name extends keyof LogEvents>(event: Name, listener: (...args: LogEvents[Name]) => void): this
  off<Name extends keyof LogEvents>(event: Name, listener: (...args: LogEvents[Name]) => void): this
}

/** What holds from a log's first exchange on; taken from whoever opens it first. */
export interface OpenLogOptions {
  /** See `Log.admitOnly`. */
  readonly admitOnly?: ReadonlySet<CoreKey>
  readonly bounds?: LogBounds
  /** Asks the peers that are connected by then for it as well, whatever their topics; who does not know it turns it down. */
  readonly offer?: boolean
}

/** An ed25519 key pair as libsodium has it: 32 and 64 bytes. */
export interface SecretKeyPair {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

/** All logs of one home: one Corestore, opened by one process at a time. */
export interface LogStorage {
  /** The process that had this home before did not close it. */
  readonly uncleanStart: boolean
  /** A new log: a founding core with a key of its own, empty until its first append. `userData` (an identity public key) founds a user log. */
  createLog(options?: { readonly userData?: Uint8Array }): Promise<Log>
  /** A log by its id, known here or not; its founding core is fetched from the first peer that has it. Opening twice gives the same object. */
  openLog(id: LogId, options?: OpenLogOptions): Promise<Log>
  /** 32 bytes that only this home can derive, from the secret that its cores' keys come from. */
  secret(name: string): Promise<Uint8Array>
  /** Every log that has something stored here. */
  logIds(): Promise<readonly LogId[]>
  /** Closes a log and deletes what is stored of it, its own cores' secret included. */
  removeLog(id: LogId): Promise<void>
  /** Stops speaking a log and frees its memory; what is stored stays. */
  closeLog(id: LogId): Promise<void>
  /**
   * Speaks every open log that the other side knows too over any Noise stream (a Hyperswarm connection or a NoiseSecretStream). `topics`
   * narrows what this side opens by itself to logs with these discovery keys; what the other side opens is answered in any case.
   */
  replicate(stream: NoiseStream, options?: { readonly topics?: readonly Uint8Array[] }): Connection
  connections(): readonly Connection[]
  admissionStatus(): AdmissionStatus
  /** Set after a write failed (a full disk): nothing is written until the home is opened again. */
  readonly failure: Error | undefined
  close(): Promise<void>
}

/** A connection to one peer, over all logs that both know. */
export interface Connection {
  readonly peer: string
  readonly logs: readonly LogId[]
  /** Cores that the peer proved to hold the key of. */
  readonly provenCores: readonly CoreKey[]
  readonly closed: boolean
  /** Opens the channels of further logs, when discovery finds the peer under another topic. */
  addTopic(topic: Uint8Array): void
  close(reason: string): void
}

/** What this package needs of a Noise stream (@hyperswarm/secret-stream); every Hyperswarm connection is one. */
export interface NoiseStream extends NodeJS.ReadWriteStream {
  readonly isInitiator: boolean
  readonly publicKey: Uint8Array
  readonly remotePublicKey: Uint8Array | null
  readonly handshakeHash: Uint8Array | null
  readonly opened: Promise<boolean>
  readonly destroyed: boolean
  destroy(error?: Error): void
}
