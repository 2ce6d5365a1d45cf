import b4a from 'b4a'
import type { Field, Fields } from './field.js'

type Values = Readonly<Record<string, unknown>>

/** JSON of any value that this package makes: bytes become base64. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

const valueToJson = (field: Field, value: unknown): Json => {
  switch (field.kind) {
    case 'bytes':
      return b4a.toString(value as Uint8Array, 'base64')
    case 'record':
      return fieldsToJson(field.fields, value as Values)
    case 'list': {
      const { of } = field
      return of.kind === 'record'
        ? (value as readonly Values[]).map((entry) => fieldsToJson(of.fields, entry))
        : (value as readonly string[])
    }
    case 'id':
    case 'text':
    case 'uint':
    case 'choice':
    case 'flag':
      return value as Json
    default: {
      const never: never = field
      return never
    }
  }
}

/** The fields that `values` has, in the order of `fields`. */
export const fieldsToJson = (fields: Fields, values: Values): { readonly [name: string]: Json } => {
  const json: Record<string, Json> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    if (value !== undefined) json[name] = valueToJson(field, value)
  }
  return json
}

export const isRecord = (json: unknown): json is Values =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/** undefined unless it is base64 in its one canonical form. */
const bytesFromJson = (json: unknown): Uint8Array | undefined => {
  if (typeof json !== 'string') return undefined
  const bytes = Uint8Array.from(b4a.from(json, 'base64'))
  return b4a.toString(bytes, 'base64') === json ? bytes : undefined
}

/** Values with bytes in the place of base64; what does not fit its field is left as it is, for the check of bounds to refuse. */
const valueFromJson = (field: Field, json: unknown): unknown => {
  if (field.kind === 'bytes') return bytesFromJson(json) ?? json
  if (field.kind === 'record') return isRecord(json) ? fieldsFromJson(field.fields, json) : json
  if (field.kind !== 'list' || !Array.isArray(json)) return json
  const { of } = field
  return of.kind === 'record'
    ? json.map((entry: unknown) => (isRecord(entry) ? fieldsFromJson(of.fields, entry) : entry))
    : json
}

/** The named fields that `json` has. A flag that is false is absent. */
export const fieldsFromJson = (fields: Fields, json: Values): Record<string, unknown> => {
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined
    if (value === undefined || (field.kind === 'flag' && value === false)) continue
    values[name] = valueFromJson(field, value)
  }
  return values
}

/** The first name that `fields` does not have, as `path.name`; looks into records and lists of records. */
export const unknownField = (fields: Fields, json: Values, path = ''): string | undefined => {
  for (const [name, value] of Object.entries(json)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined) return `${path}${name}`.slice(0, 80)
    const inner =
      field.kind === 'record' ? field : field.kind === 'list' && field.of.kind === 'record' ? field.of : undefined
    if (inner === undefined) continue
    for (const entry of Array.isArray(value) ? value : [value]) {
      const unknown = isRecord(entry) ? unknownField(inner.fields, entry, `${path}${name}.`) : undefined
      if (unknown !== undefined) return unknown
    }
  }
  return undefined
}
