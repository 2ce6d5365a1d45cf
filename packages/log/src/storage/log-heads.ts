import { type CoreKey, type LogId, noOp, type OpId } from '@hypergit/domain'
import type { HomeContext } from '../home-context.js'
import { type HeadRecord, keepIdOf } from './head-record.js'
import { HeadTable } from './head-table.js'
import { readBlocks } from './read-blocks.js'

/** Bytes of a read that its caller does not bound. */
const readBytesMax = 16 * 1024 * 1024

/** Heads of one log, in memory and on disk, and the blocks they stand for. */
export class LogHeads {
  readonly #dirty = new Map<CoreKey, HeadRecord>()
  readonly #lost = new Map<CoreKey, number>()
  #flushing: Promise<void> | undefined

  private constructor(
    readonly log: LogId,
    readonly home: HomeContext,
    readonly table: HeadTable,
  ) {}

  static async load(log: LogId, home: HomeContext): Promise<LogHeads> {
    const heads = new LogHeads(log, home, new HeadTable(await home.index.heads(log)))
    for (const record of heads.table.all())
      if (home.uncleanStart || record.ownName !== undefined) await heads.#agreeWithCore(record)
    return heads
  }

  get(core: CoreKey): HeadRecord | undefined {
    return this.table.get(core)
  }

  /** How long the core was when this home last had it, if it has lost its end since. */
  lengthLost(core: CoreKey): number | undefined {
    return this.#lost.get(core)
  }

  /** Takes a record over; it is on disk a moment later, together with others. */
  put(record: HeadRecord): void {
    this.table.set(record)
    this.#dirty.set(record.core, record)
    this.#flushing ??= this.#flushSoon()
  }

  /** Enters bytes that are kept beside cores on the account of one. */
  charge(core: CoreKey, bytes: number): void {
    const record = this.table.get(core)
    if (record === undefined) return
    this.put({ ...record, besideBytes: (record.besideBytes ?? 0) + bytes })
    this.home.admission.stored(bytes)
  }

  /** Resolves when every record taken over so far is on disk. */
  async flushed(): Promise<void> {
    await this.#flushing
  }

  /** Stored blocks `[from, to)`, fewer at the core's end or, after the first block, past `bytesMax`. */
  async read(core: CoreKey, from: number, to: number, bytesMax = readBytesMax): Promise<readonly Uint8Array[]> {
    const end = Math.min(to, this.table.get(core)?.length ?? 0)
    if (from >= end) return []
    return this.home.pool.use(core, (session) => readBlocks(session, from, end, bytesMax))
  }

  /** Id of the stored op at `seq`. */
  async idAt(core: CoreKey, seq: number): Promise<OpId | undefined> {
    const [bytes] = await this.read(core, seq, seq + 1)
    return bytes === undefined ? undefined : this.home.rules.facts(this.log, { core, seq, bytes }).id
  }

  /** One write under way at a time, so that an older record never lands on a newer one. */
  async #flushSoon(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    while (this.#dirty.size > 0) {
      const records = [...this.#dirty.values()]
      this.#dirty.clear()
      try {
        await this.home.index.putHeads(this.log, records)
      } catch (cause) {
        this.home.fail(cause)
        break
      }
    }
    this.#flushing = undefined
  }

  /**
   * After an unclean stop a core can be longer than its record, which is written after it. It is shorter where cores were restored from a backup
   * without the rest of the home.
   */
  async #agreeWithCore(record: HeadRecord): Promise<void> {
    const { core } = record
    const { length, treeLength, byteLength } = await this.home.pool.use(core, (session) =>
      Promise.resolve({
        length: session.contiguousLength,
        treeLength: session.length,
        byteLength: session.state.byteLength,
      }),
    )
    if (length > record.length) return this.#grow(record, length, treeLength)
    if (length === record.length) return
    this.#lost.set(core, record.length)
    this.put({ ...record, length, id: noOp, byteLength })
    this.put({ ...record, length, id: (await this.idAt(core, length - 1)) ?? noOp, byteLength })
  }

  async #grow(record: HeadRecord, length: number, treeLength: number): Promise<void> {
    const { core } = record
    const blocks = await this.home.pool.use(core, (session) =>
      readBlocks(session, record.length, length, Number.MAX_SAFE_INTEGER),
    )
    const last = blocks.at(-1)
    if (last === undefined) return
    const idOf = (seq: number, bytes: Uint8Array) => this.home.rules.facts(this.log, { core, seq, bytes }).id
    const id = idOf(length - 1, last)
    const kept = keepIdOf(record, { from: record.length, blocks, idOf })
    const byteLength = record.byteLength + blocks.reduce((sum, { byteLength: bytes }) => sum + bytes, 0)
    this.put({ ...record, ...kept, length, id, byteLength, ...(treeLength > length ? { treeLength } : {}) })
  }
}
