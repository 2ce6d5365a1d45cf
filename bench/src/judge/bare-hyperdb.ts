import { collections, type Write } from '@hypergit/domain'
import { storeDefinition } from '@hypergit/store'
import HyperDB from 'hyperdb'

/** A write as HyperDB takes it, so that nothing is converted while it is measured. */
export interface BareWrite {
  readonly collection: string
  readonly doc: Readonly<Record<string, unknown>>
  readonly deletes: boolean
}

const bareWrite = ({ collection, key, value }: Write): BareWrite => {
  const doc: Record<string, unknown> = {}
  for (const [position, name] of Object.keys(collections[collection]).entries()) {
    const part = key[position]
    doc[name] = typeof part === 'string' ? Buffer.from(part, 'hex') : part
  }
  if (value !== undefined) doc['value'] = value
  return { collection: `@store/${collection}`, doc, deletes: value === undefined }
}

/** Of several writes to one key the last one counts; HyperDB wants each key once a batch. */
export const bareBatch = (writes: readonly Write[]): readonly BareWrite[] => {
  const lastOfKey = new Map(writes.map((write) => [`${write.collection} ${write.key.join(' ')}`, write]))
  return [...lastOfKey.values()].map(bareWrite)
}

/** HyperDB as it comes, on a folder of its own and with the store's schema. */
export class BareHyperDb {
  private constructor(private readonly db: HyperDB) {}

  static async open(dir: string): Promise<BareHyperDb> {
    const db = HyperDB.rocks(dir, storeDefinition)
    await db.ready()
    return new BareHyperDb(db)
  }

  async commit(batch: readonly BareWrite[]): Promise<void> {
    const transaction = await this.db.exclusiveTransaction()
    transaction.cork()
    const pending = batch.map(({ collection, doc, deletes }) =>
      deletes ? transaction.delete(collection, doc) : transaction.insert(collection, doc),
    )
    transaction.uncork()
    await Promise.all(pending)
    await transaction.flush()
  }

  close(): Promise<void> {
    return this.db.close()
  }
}
