import b4a from 'b4a'
import { type CollectionName, collections, type Key, type KeyPart, type Range } from '@hypergit/domain'

type Fields = Readonly<Record<string, unknown>>

/** How a key is handed to HyperDB: whole, for the definition of its log to encode (log-definition.ts). */
export interface KeyRecord extends Fields {
  readonly key: Key
}

/** A part of a key as the generated schema has it: an id as 32 bytes, a uint as it is. */
export const partToField = (part: KeyPart): Uint8Array | number =>
  typeof part === 'string' ? b4a.from(part, 'hex') : part

const namesOf = new Map<CollectionName, readonly string[]>(
  (Object.keys(collections) as CollectionName[]).map((collection) => [
    collection,
    Object.keys(collections[collection]),
  ]),
)

/** The key of a record as the generated schema reads it. */
export const keyFromFields = (collection: CollectionName, fields: Fields): Key =>
  (namesOf.get(collection) ?? []).map((name) => {
    const field = fields[name]
    return typeof field === 'number' ? field : b4a.toString(field as Uint8Array, 'hex')
  })

/** Bounds of a range as HyperDB takes them; a bound that names fewer parts is compared with the beginning of keys, as the port says. */
export const rangeToQuery = (range: Range): Record<string, unknown> => {
  const query: Record<string, unknown> = {}
  for (const bound of ['gt', 'gte', 'lt', 'lte'] as const) {
    const key = range[bound]
    if (key !== undefined) query[bound] = { key } satisfies KeyRecord
  }
  if (range.reverse !== undefined) query['reverse'] = range.reverse
  if (range.limit !== undefined) query['limit'] = range.limit
  return query
}
