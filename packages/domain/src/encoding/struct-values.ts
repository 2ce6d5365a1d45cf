import type { Field, Fields, ListedField } from './field.js'
import { idFromBytes, idToBytes } from './id-bytes.js'

type Values = Readonly<Record<string, unknown>>
interface Boxed {
  readonly value: unknown
}

const listedToWire = (field: ListedField, value: unknown): unknown =>
  field.kind === 'record' ? toStruct(field.fields, value as Values) : value

/** Optional texts, numbers and bytes travel in a struct of one field, so that an empty or zero value is not an absent one. */
const toWire = (field: Field, value: unknown): unknown => {
  switch (field.kind) {
    case 'id':
      return idToBytes(value as string)
    case 'record':
      return toStruct(field.fields, value as Values)
    case 'list':
      return (value as readonly unknown[]).map((entry) => listedToWire(field.of, entry))
    case 'text':
    case 'uint':
    case 'bytes':
      return field.optional === true ? { value } : value
    case 'choice':
    case 'flag':
      return value
    default: {
      const never: never = field
      return never
    }
  }
}

/** The value of a generated struct: ids as bytes, optional values boxed. The inverse of `readStruct`. */
export const toStruct = (fields: Fields, values: Values): Record<string, unknown> => {
  const struct: Record<string, unknown> = {}
  for (const name in fields) {
    const field = fields[name]
    const value = values[name]
    if (field !== undefined && value !== undefined) struct[name] = toWire(field, value)
  }
  return struct
}

const unboxed = (field: Field, value: unknown): unknown => (field.optional === true ? (value as Boxed).value : value)

const fromWire = (field: Field, value: unknown): unknown => {
  switch (field.kind) {
    case 'id':
      return idFromBytes(value as Uint8Array)
    case 'record':
      return readStruct(field.fields, value as Values, {})
    case 'list': {
      const { of } = field
      if (of.kind !== 'record') return value
      return (value as readonly Values[]).map((entry) => readStruct(of.fields, entry, {}))
    }
    case 'bytes':
      // A copy: a view would keep the whole block in memory for as long as the action lives.
      return Uint8Array.from(unboxed(field, value) as Uint8Array)
    case 'text':
    case 'uint':
      return unboxed(field, value)
    case 'choice':
    case 'flag':
      return value
    default: {
      const never: never = field
      return never
    }
  }
}

/** Puts the fields that a decoded struct has into `into`, and returns it; absent ones are left out. Bounds are not looked at. */
export const readStruct = (fields: Fields, struct: Values, into: Record<string, unknown>): Record<string, unknown> => {
  for (const name in fields) {
    const field = fields[name]
    const value = struct[name]
    // hyperschema gives null for an absent field, and false for an absent flag.
    if (field === undefined || value === null || value === undefined) continue
    if (field.kind === 'flag' && value === false) continue
    into[name] = fromWire(field, value)
  }
  return into
}

/** What takes the place of a purged body: every required text is empty, every required list too, the rest is absent. */
export const readPurged = (fields: Fields, into: Record<string, unknown>): Record<string, unknown> => {
  for (const name in fields) {
    const field = fields[name]
    if (field === undefined || field.optional === true) continue
    into[name] = field.kind === 'list' ? [] : ''
  }
  return into
}
