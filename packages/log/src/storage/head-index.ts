import { type CoreKey, type EquivocationProof, type LogId, logId, type OpId } from '@hypergit/domain'
import b4a from 'b4a'
import { buffer, decode, encode } from 'compact-encoding'
import RocksDB from 'rocksdb-native'
import { struct } from '../wire/codec.js'
import { coreKeyFrom, decodeHeadRecord, encodeHeadRecord, type HeadRecord, storedBytes } from './head-record.js'

const tag = { open: 1, log: 2, head: 3, branch: 4, fork: 5, mainName: 6 } as const

/** A block that is kept beside its core, and what shows that the core's signer signed it; empty where a later block of the branch does. */
export interface KeptBlock {
  readonly bytes: Uint8Array
  readonly proof: Uint8Array
}
/** What a kept block counts for beside its bytes: its key, and the storage's own. */
const keptOverheadBytes = 256
/** Bytes that a kept block is charged with. */
export const keptByteLength = ({ bytes, proof }: KeptBlock): number =>
  bytes.byteLength + proof.byteLength + keptOverheadBytes

const keptBlock = struct<KeptBlock>({ proof: buffer, bytes: buffer })
const forkHalves = struct<Pick<EquivocationProof, 'proofA' | 'proofB'>>({ proofA: buffer, proofB: buffer })

const key = (kind: number, ...ids: readonly string[]): Uint8Array =>
  b4a.concat([Uint8Array.of(kind), ...ids.map((id) => b4a.from(id, 'hex'))])

/** The least key that is above every key with this prefix. */
const after = (prefix: Uint8Array): Uint8Array => {
  const end = b4a.from(prefix)
  for (let place = end.byteLength - 1; place >= 0; place--) {
    const byte = end[place] ?? 0
    end[place] = (byte + 1) & 0xff
    if (byte !== 0xff) break
  }
  return end
}

const seqHex = (seq: number): string => seq.toString(16).padStart(16, '0')

/**
 * What the home knows about heads without opening cores, so that an idle log costs nothing but these records: one per core, plus blocks of
 * branches by id. It follows the cores: after an unclean stop it may be behind them, never ahead.
 */
export class HeadIndex {
  readonly #db: RocksDB

  constructor(dir: string) {
    this.#db = new RocksDB(dir)
  }

  /** Opens the folder and marks it as in use; answers whether the process before left the mark. */
  async open(): Promise<boolean> {
    await this.#db.ready()
    const unclean = (await this.#db.get(key(tag.open))) !== null
    await this.#db.put(key(tag.open), Uint8Array.of(1))
    return unclean
  }

  async logIds(): Promise<readonly LogId[]> {
    const ids: LogId[] = []
    const prefix = key(tag.log)
    for await (const entry of this.#db.iterator({ gte: prefix, lt: after(prefix) }, { capacity: 256 }))
      ids.push(logId(b4a.toString(entry.key.subarray(1), 'hex')))
    return ids
  }

  async heads(log: LogId): Promise<HeadRecord[]> {
    const records: HeadRecord[] = []
    const prefix = key(tag.head, log)
    for await (const entry of this.#db.iterator({ gte: prefix, lt: after(prefix) }, { capacity: 256 }))
      records.push(decodeHeadRecord(coreKeyFrom(entry.key.subarray(33)), entry.value))
    return records
  }

  /** Bytes of everything that is stored of all logs. */
  async byteLength(): Promise<number> {
    let total = 0
    const prefix = key(tag.head)
    for await (const entry of this.#db.iterator({ gte: prefix, lt: after(prefix) }, { capacity: 256 }))
      total += storedBytes(decodeHeadRecord(coreKeyFrom(entry.key.subarray(33)), entry.value))
    return total
  }

  /** Stores records of one log together. */
  async putHeads(log: LogId, records: Iterable<HeadRecord>): Promise<void> {
    const batch = this.#db.write()
    try {
      batch.tryPut(key(tag.log, log), Uint8Array.of(1))
      for (const record of records) batch.tryPut(key(tag.head, log, record.core), encodeHeadRecord(record))
      await batch.flush()
    } finally {
      batch.destroy()
    }
  }

  async branch(log: LogId, core: CoreKey, seq: number, id: OpId): Promise<KeptBlock | undefined> {
    const value = await this.#db.get(key(tag.branch, log, core, seqHex(seq), id))
    return value === null ? undefined : decode(keptBlock, value)
  }

  /** Stores blocks of a branch together. */
  async putBranch(
    log: LogId,
    core: CoreKey,
    blocks: Iterable<KeptBlock & { readonly seq: number; readonly id: OpId }>,
  ): Promise<void> {
    const batch = this.#db.write()
    try {
      for (const { seq, id, bytes, proof } of blocks)
        batch.tryPut(key(tag.branch, log, core, seqHex(seq), id), encode(keptBlock, { bytes, proof }))
      await batch.flush()
    } finally {
      batch.destroy()
    }
  }

  /** Every proof that is stored of a log, by core and seq. */
  async *forks(log: LogId): AsyncGenerator<EquivocationProof> {
    const prefix = key(tag.fork, log)
    for await (const entry of this.#db.iterator({ gte: prefix, lt: after(prefix) }, { capacity: 64 })) {
      const core = coreKeyFrom(entry.key.subarray(33, 65))
      const seq = Number.parseInt(b4a.toString(entry.key.subarray(65), 'hex'), 16)
      yield { core, seq, ...decode(forkHalves, entry.value) }
    }
  }

  async fork(log: LogId, core: CoreKey, seq: number): Promise<EquivocationProof | undefined> {
    const value = await this.#db.get(key(tag.fork, log, core, seqHex(seq)))
    return value === null ? undefined : { core, seq, ...decode(forkHalves, value) }
  }

  putFork(log: LogId, { core, seq, ...halves }: EquivocationProof): Promise<void> {
    return this.#db.put(key(tag.fork, log, core, seqHex(seq)), encode(forkHalves, halves))
  }

  async removeFork(log: LogId, core: CoreKey, seq: number): Promise<void> {
    const batch = this.#db.write()
    try {
      batch.tryDelete(key(tag.fork, log, core, seqHex(seq)))
      await batch.flush()
    } finally {
      batch.destroy()
    }
  }

  /** Name of the own core in use, where it is not the first one. */
  async mainName(log: LogId): Promise<string | undefined> {
    const value = await this.#db.get(key(tag.mainName, log))
    return value === null ? undefined : b4a.toString(value)
  }

  putMainName(log: LogId, name: string): Promise<void> {
    return this.#db.put(key(tag.mainName, log), b4a.from(name))
  }

  /** Forgets a log; not which own core is in use, since whoever takes up one again that has forked forks it again. */
  async remove(log: LogId): Promise<void> {
    for (const kind of [tag.log, tag.head, tag.branch, tag.fork]) {
      const prefix = key(kind, log)
      await this.#db.deleteRange(prefix, after(prefix))
    }
  }

  /** `clean`: everything that was stored is in the cores and here. */
  async close(clean: boolean): Promise<void> {
    if (clean) await this.#db.deleteRange(key(tag.open), after(key(tag.open)))
    await this.#db.close({ force: true })
  }
}
