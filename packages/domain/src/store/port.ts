/**
 * What the engine asks of a store: named collections of keyed bytes in key order, one atomic write a batch. The in-memory twin is in
 * memory-store.ts; both twins pass the suite of testing/store-contract.ts.
 *
 * A key is a tuple whose parts have fixed kinds: an `id` is 64 lower-case hexadecimal digits (32 bytes), a `uint` an integer from 0 to
 * 2⁵³ − 1. Keys are ordered part by part, ids as bytes, integers as numbers.
 */
export type KeyPartKind = 'id' | 'uint'
export type KeyPart = string | number
export type Key = readonly KeyPart[]

/** The collections, the names of their key's parts in order, and what their values hold. A value is opaque to the store. */
export const collections = {
  /** Every op that is known and not parked, malformed ones under their stand-in id: the block, the outcome and what stands of its text. */
  op: { id: 'id' },
  /** The ops of a core by seq; two ids at one seq are a fork. Empty values. */
  chain: { core: 'id', seq: 'uint', id: 'id' },
  /** The ops of a thread in order of effective time (at, n, id), the `thread.open` among them. The value says where each stands in its core. */
  timeline: { thread: 'id', at: 'uint', n: 'uint', op: 'id' },
  /** The ids that a batch added, in order of application, as consecutive 32 bytes. */
  batch: { version: 'uint' },
  /** What stands of a thread: title, state, labels, counts. */
  thread: { op: 'id' },
  /** The closes, reopens and merges of a thread. Empty values. */
  closing: { thread: 'id', op: 'id' },
  /** Accepted threads by kind (0 issue, 1 pull), state (0 open, 1 closed, 2 merged) and number. Empty values. */
  threadIndex: { kind: 'uint', state: 'uint', number: 'uint', op: 'id' },
  /** How far a core goes, and its branches. */
  core: { core: 'id' },
  /** Ops that facts of section 6 rest on, with their frontiers; few, and read whole when the engine opens. */
  authority: { height: 'uint', op: 'id' },
  /** Moderating ops in order of application; the value is the op's id. */
  moderation: { version: 'uint', position: 'uint' },
  /** The frontiers of some ops, from which the ones of later ops are computed. */
  checkpoint: { op: 'id' },
  /** Blocks that wait: for a parent, for the clock, or for a newer program. The value is the block. */
  parked: { core: 'id', seq: 'uint', id: 'id' },
  /** Reports that are still to be sent, by their version. */
  outbox: { version: 'uint' },
  /** Single records of the log as a whole. */
  meta: { slot: 'uint' },
  /** Forks that are proven outside the log, by core and seq. Empty values. */
  forkProof: { core: 'id', seq: 'uint' },
} as const satisfies Record<string, Readonly<Record<string, KeyPartKind>>>

export type CollectionName = keyof typeof collections

/** A value of `undefined` deletes the record; deleting what is not there changes nothing. */
export interface Write {
  readonly collection: CollectionName
  readonly key: Key
  readonly value: Uint8Array | undefined
}

export interface StoredRecord {
  readonly key: Key
  readonly value: Uint8Array
}

/**
 * Bounds may be shorter than a key: a bound of k parts is compared with the first k parts of each key. So `{gte: [core], lte: [core]}` is every
 * record of the core, and `{gt: [core]}` starts behind all of them.
 */
export interface Range {
  readonly gt?: Key
  readonly gte?: Key
  readonly lt?: Key
  readonly lte?: Key
  /** Largest key first. */
  readonly reverse?: boolean
  /** At most so many records; without it, all. */
  readonly limit?: number
}

/**
 * One log's records. One engine writes; any number of readers read between its commits.
 * A failing disk rejects with an Error of the store's own; nothing of a commit that rejected is visible afterwards.
 */
export interface LogStore {
  get(collection: CollectionName, key: Key): Promise<Uint8Array | undefined>
  /** Values in the order of `keys`. */
  getMany(collection: CollectionName, keys: readonly Key[]): Promise<readonly (Uint8Array | undefined)[]>
  /** In key order, a consistent view as of the first step; a commit in between neither breaks nor enters it. */
  range(collection: CollectionName, range: Range): AsyncIterable<StoredRecord>
  /** All writes or none, durable when it resolves. Of two writes to one key the later counts. */
  commit(writes: readonly Write[]): Promise<void>
  close(): Promise<void>
}
