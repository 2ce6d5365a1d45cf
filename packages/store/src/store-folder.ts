import { mkdir } from 'node:fs/promises'
import type { LogId, LogStore } from '@hypergit/domain'
import HyperDB, { type Definition } from 'hyperdb'
import RocksDB from 'rocksdb-native'
import catalogDefinition from '../spec/generated/index.js'
import { isOfOtherFormat, noteFormat } from './format.js'
import { HyperLogStore, type StoreOwner } from './hyper-log-store.js'
import { LogCatalog } from './log-catalog.js'
import { definitionOfLog, keysOfLog } from './log-definition.js'
import { StoreError } from './store-error.js'

const firstKey = new Uint8Array(0)
/** Keys begin with a number's length, which is at most fe. */
const behindKeys = Uint8Array.of(0xff)

/**
 * The stores of any number of logs in one RocksDB. An open log costs a snapshot and no files of its own; an idle one nothing more.
 * One process has the folder open at a time.
 */
export class StoreFolder {
  readonly #open = new Map<LogId, LogStore>()
  #failure: StoreError | undefined
  #closing: Promise<void> | undefined

  private constructor(
    private readonly rocks: RocksDB,
    private readonly catalog: LogCatalog,
    /** Records of another format were here and are gone: every log is to be judged again. */
    readonly isEmptied: boolean,
  ) {}

  /**
   * Opens the folder, making it if it is not there. What another version of the program wrote in another format is deleted, since all of it follows
   * from the logs. Rejects with STORE_IN_USE or STORE_FAILED.
   */
  static async open(dir: string): Promise<StoreFolder> {
    await mkdir(dir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw openingFailed(dir, cause)
    })
    const rocks = new RocksDB(dir, { maxBackgroundJobs: 2 })
    try {
      const isOther = await isOfOtherFormat(dir)
      await rocks.ready()
      // Only now nobody else has it open.
      if (isOther) await rocks.deleteRange(firstKey, behindKeys)
      await noteFormat(dir)
      return new StoreFolder(rocks, await LogCatalog.read(openDatabase(rocks, catalogDefinition)), isOther)
    } catch (cause) {
      await rocks.close().catch(() => undefined)
      throw openingFailed(dir, cause)
    }
  }

  /** Set after a write failed: nothing is written until the folder is closed and opened again. */
  get failure(): StoreError | undefined {
    return this.#failure
  }

  /** The logs that have records here, open or not. */
  logs(): readonly LogId[] {
    return this.catalog.logs()
  }

  /** The store of a log, empty if it is new. A log that is open already rejects: two writers would overwrite each other. */
  async openLog(log: LogId): Promise<LogStore> {
    this.#usable()
    if (this.#open.has(log)) throw new StoreError('STORE_IN_USE', `the store of log ${log} is open already`)
    const known = this.catalog.numberOf(log)
    const { number, stored } = known === undefined ? this.catalog.assign(log) : { number: known, stored: undefined }
    const store = new HyperLogStore(openDatabase(this.rocks, definitionOfLog(number)), this.#ownerOf(log))
    this.#open.set(log, store)
    await this.#written(stored)
    return store
  }

  /** Deletes every record of a log; its store is closed first. What is not here is no error. */
  async removeLog(log: LogId): Promise<void> {
    this.#usable()
    await this.#open.get(log)?.close()
    const number = this.catalog.numberOf(log)
    if (number === undefined) return
    const { from, to } = keysOfLog(number)
    await this.#written(this.rocks.deleteRange(from, to))
    await this.#written(this.catalog.remove(log))
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    for (const store of this.#open.values()) await store.close()
    await this.catalog.close()
    await this.rocks.close({ force: true })
  }

  #ownerOf(log: LogId): StoreOwner {
    return {
      closed: () => void this.#open.delete(log),
      failed: (cause) => this.#fail(cause),
      failure: () => this.#failure,
    }
  }

  #usable(): void {
    if (this.#closing !== undefined) throw new StoreError('STORE_CLOSED', 'the folder of the stores is closed')
    if (this.#failure !== undefined) throw this.#failure
  }

  async #written(write: Promise<void> | undefined): Promise<void> {
    try {
      await write
    } catch (cause) {
      throw this.#fail(cause)
    }
  }

  #fail(cause: unknown): StoreError {
    this.#failure ??= new StoreError(
      'STORE_FAILED',
      'a write to the store failed; free space if the disk is full, then open it again',
      { cause },
    )
    return this.#failure
  }
}

const openDatabase = (rocks: RocksDB, definition: Definition): HyperDB => HyperDB.rocks(rocks.session(), definition)

const openingFailed = (dir: string, cause: unknown): StoreError =>
  /lock hold|No locks available|temporarily unavailable/i.test(String(cause))
    ? new StoreError('STORE_IN_USE', `${dir} is in use by another process`, { cause })
    : new StoreError('STORE_FAILED', `${dir} cannot be opened`, { cause })
