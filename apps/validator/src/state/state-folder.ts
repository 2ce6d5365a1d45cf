import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DomainCrypto, type LogId, type LogKind, openEngine } from '@hypergit/domain'
import { StoreFolder } from '@hypergit/store'
import type { LogState } from './log-state.js'
import { StoredLogState } from './stored-log-state.js'

const nameFile = 'folder-id'

/** A name that goes when the folder is deleted or begun anew: what SQL says of its states is only true of them. */
const readName = async (dir: string): Promise<string> => {
  const path = join(dir, nameFile)
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const name = randomUUID()
  await writeFile(path, `${name}\n`, { mode: 0o600, flag: 'wx' })
  return name
}

/** The states of all logs of one validator, in one RocksDB. After a write failed (a full disk) it is opened again by the next use. */
export class StateFolder {
  #reopening: Promise<void> | undefined

  private constructor(
    private readonly dir: string,
    /** Names this folder in SQL. */
    readonly name: string,
    private stores: StoreFolder,
    private readonly crypto: DomainCrypto,
  ) {}

  /** Throws a StoreError when the folder cannot be opened or another process has it. */
  static async open(folder: string, crypto: DomainCrypto): Promise<StateFolder> {
    const dir = join(folder, 'state')
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const stores = await StoreFolder.open(join(dir, 'stores'))
    if (stores.isEmptied) await rm(join(dir, nameFile), { force: true })
    return new StateFolder(dir, await readName(dir), stores, crypto)
  }

  /** Why nothing can be written, until the folder is opened again. */
  get failure(): Error | undefined {
    return this.stores.failure
  }

  async openState(log: LogId, kind: LogKind): Promise<LogState> {
    if (this.stores.failure !== undefined) await this.#reopen()
    const store = await this.stores.openLog(log)
    try {
      const engine = await openEngine({ log, kind, store, crypto: this.crypto, outbox: true })
      return await StoredLogState.open(engine, store, kind)
    } catch (error) {
      await store.close()
      throw error
    }
  }

  close(): Promise<void> {
    return this.stores.close()
  }

  /** Closes every store of the folder; the logs that were open fail their next use and are opened anew. */
  #reopen(): Promise<void> {
    this.#reopening ??= (async () => {
      await this.stores.close()
      this.stores = await StoreFolder.open(join(this.dir, 'stores'))
    })().finally(() => {
      this.#reopening = undefined
    })
    return this.#reopening
  }
}
