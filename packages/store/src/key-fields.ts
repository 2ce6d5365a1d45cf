import b4a from 'b4a'
import { type CollectionName, collections, type Key, type KeyPartKind, type Range } from '@hypergit/domain'

type Fields = Readonly<Record<string, unknown>>

interface Part {
  readonly name: string
  readonly kind: KeyPartKind
}

const partsOf = new Map<CollectionName, readonly Part[]>(
  (Object.keys(collections) as CollectionName[]).map((collection) => [
    collection,
    Object.entries<KeyPartKind>(collections[collection]).map(([name, kind]) => ({ name, kind })),
  ]),
)

const parts = (collection: CollectionName): readonly Part[] => partsOf.get(collection) ?? []

/** The 32 bytes of an id. */
export type IdBytes = (id: string) => Uint8Array

const idBytes: IdBytes = (id) => b4a.from(id, 'hex')

/** Converts each id once, for a batch whose keys name the same ids again and again. */
export const rememberedIds = (): IdBytes => {
  const known = new Map<string, Uint8Array>()
  return (id) => {
    const kept = known.get(id)
    if (kept !== undefined) return kept
    const bytes = idBytes(id)
    known.set(id, bytes)
    return bytes
  }
}

/** A key, or a shorter bound, as the fields of a record: an id as 32 bytes, a uint as it is. */
export const keyToFields = (
  collection: CollectionName,
  key: Key,
  bytesOf: IdBytes = idBytes,
): Record<string, unknown> => {
  const fields: Record<string, unknown> = {}
  const named = parts(collection)
  for (let at = 0; at < key.length; at++) {
    const part = named[at]
    const given = key[at]
    if (part === undefined || given === undefined) continue
    fields[part.name] = typeof given === 'string' ? bytesOf(given) : given
  }
  return fields
}

/** The inverse of keyToFields for whole keys. */
export const keyFromFields = (collection: CollectionName, fields: Fields): Key =>
  parts(collection).map(({ name }) => {
    const field = fields[name]
    return typeof field === 'number' ? field : b4a.toString(field as Uint8Array, 'hex')
  })

/** Bounds of a range as HyperDB takes them; a bound that names fewer fields is compared with the beginning of keys, as the port says. */
export const rangeToQuery = (collection: CollectionName, range: Range): Record<string, unknown> => {
  const query: Record<string, unknown> = {}
  for (const bound of ['gt', 'gte', 'lt', 'lte'] as const) {
    const key = range[bound]
    if (key !== undefined) query[bound] = keyToFields(collection, key)
  }
  if (range.reverse !== undefined) query['reverse'] = range.reverse
  if (range.limit !== undefined) query['limit'] = range.limit
  return query
}
