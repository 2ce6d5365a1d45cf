import b4a from 'b4a'
import { type LogId, logId } from '@hypergit/domain'
import type HyperDB from 'hyperdb'
import { logNumberMax } from './log-definition.js'

const collection = '@store/log'

/** Which number stands for which log in the keys of one folder; 0 is the catalog itself. */
export class LogCatalog {
  readonly #numbers = new Map<LogId, number>()
  #last = 0

  private constructor(private readonly db: HyperDB) {}

  static async read(db: HyperDB): Promise<LogCatalog> {
    const catalog = new LogCatalog(db)
    for await (const { id, value } of db.find(collection)) {
      catalog.#note(logId(b4a.toString(id as Uint8Array, 'hex')), numberFrom(value as Uint8Array))
    }
    return catalog
  }

  logs(): readonly LogId[] {
    return [...this.#numbers.keys()]
  }

  numberOf(log: LogId): number | undefined {
    return this.#numbers.get(log)
  }

  /** A number that no log has had since the folder was opened. */
  assign(log: LogId): { readonly number: number; readonly stored: Promise<void> } {
    const number = this.#last + 1
    if (number > logNumberMax) throw new RangeError('this folder has no number left for another log')
    this.#note(log, number)
    return {
      number,
      stored: this.#write((db) => db.insert(collection, { ...idOf(log), value: numberToBytes(number) })),
    }
  }

  async remove(log: LogId): Promise<void> {
    await this.#write((db) => db.delete(collection, idOf(log)))
    this.#numbers.delete(log)
  }

  close(): Promise<void> {
    return this.db.close()
  }

  #note(log: LogId, number: number): void {
    this.#numbers.set(log, number)
    this.#last = Math.max(this.#last, number)
  }

  async #write(change: (db: HyperDB) => Promise<void>): Promise<void> {
    const transaction = await this.db.exclusiveTransaction()
    try {
      await change(transaction)
      await transaction.flush()
    } catch (error) {
      await transaction.close()
      throw error
    }
  }
}

const idOf = (log: LogId) => ({ id: b4a.from(log, 'hex') })
const numberToBytes = (number: number): Uint8Array => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, number)
  return bytes
}
const numberFrom = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
