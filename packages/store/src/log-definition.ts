import { type CollectionName, collections, type Key, type KeyPartKind } from '@hypergit/domain'
import type { Collection, Definition, Fields } from 'hyperdb'
import { IndexEncoder } from 'hyperdb/runtime'
import generated from '../spec/generated/index.js'
import { KeyEncoder } from './key-encoder.js'
import { type KeyRecord, partToField } from './key-fields.js'

/** More than there will ever be collections: the keys of a log are those that begin with its number times this, plus a collection's id. */
const collectionsMax = 64

const encodings = { id: IndexEncoder.BUFFER, uint: IndexEncoder.UINT } as const

const prefixOf = (number: number, collection: number): number => number * collectionsMax + collection

const keyOf = (record: Fields): Key => (record as KeyRecord).key

const fieldsOf = (bound: Fields | undefined): readonly unknown[] | null =>
  bound === undefined ? null : keyOf(bound).map(partToField)

/** The generated collection with the log's number in its keys; a key's other bytes and its values are as generated. It is handed keys as `KeyRecord`. */
const ofLog = (collection: Collection, parts: readonly KeyPartKind[], number: number): Collection => {
  const prefix = prefixOf(number, collection.id)
  const keys = new KeyEncoder(prefix, parts.length)
  const ranges = new IndexEncoder(
    parts.map((kind) => encodings[kind]),
    { prefix },
  )
  const own: Pick<Collection, 'encodeKey' | 'encodeKeyRange'> = {
    encodeKey: (record) => keys.encode(keyOf(record)),
    encodeKeyRange: ({ gt, gte, lt, lte } = {}) =>
      ranges.encodeRange({ gt: fieldsOf(gt), gte: fieldsOf(gte), lt: fieldsOf(lt), lte: fieldsOf(lte) }),
  }
  // What the generated code notes on its collection while it reads is seen through the prototype.
  return Object.assign(Object.create(collection) as Collection, own)
}

/** Numbers that a log may have: the prefix stays exact. */
export const logNumberMax = 0xffff_fffe

/**
 * The generated definition for one log of a folder, so that any number of logs live in one RocksDB, each unaware of the others and its keys
 * neighbours in key order.
 */
export const definitionOfLog = (number: number): Definition => {
  const byName = new Map<string, Collection>()
  for (const name of Object.keys(collections) as CollectionName[]) {
    const collection = generated.resolveCollection(`@store/${name}`)
    if (collection === null) throw new TypeError(`the generated schema has no collection ${name}`)
    byName.set(collection.name, ofLog(collection, Object.values<KeyPartKind>(collections[name]), number))
  }
  return {
    ...generated,
    collections: [...byName.values()],
    resolveCollection: (name) => byName.get(name) ?? null,
  }
}

const firstKeyOf = (number: number): Uint8Array => new IndexEncoder([], { prefix: prefixOf(number, 0) }).encode([])

/** Bounds of all keys of a log, the upper one exclusive. */
export const keysOfLog = (number: number): { readonly from: Uint8Array; readonly to: Uint8Array } => ({
  from: firstKeyOf(number),
  to: firstKeyOf(number + 1),
})
