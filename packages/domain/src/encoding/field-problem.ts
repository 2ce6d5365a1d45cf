import b4a from 'b4a'
import { isHexId } from '../ids.js'
import type { BytesField, Field, Fields, ListedField, ListField, TextField } from './field.js'

const controlCharacter = /\p{Cc}/u
const loneSurrogate = /\p{Cs}/u
const commitName = /^[\x21-\x7e]*$/

/** What the form of a text refuses, or undefined. */
const formProblem = (form: TextField['form'], text: string): string | undefined => {
  switch (form) {
    case 'free':
      return text.includes('\0') ? 'holds the character U+0000, which no text may hold' : undefined
    case 'line':
      return controlCharacter.test(text) ? 'holds a control character or a line break, it must be one line' : undefined
    case 'git':
    case 'commit':
      if (text.startsWith('-')) return 'begins with "-", which git would take for an option'
      if (form === 'commit' && !commitName.test(text)) return 'is not a commit hash: letters and digits only'
      return formProblem('line', text)
    default: {
      const never: never = form
      return never
    }
  }
}

const textProblem = (field: TextField, value: unknown): string | undefined => {
  if (typeof value !== 'string') return 'must be a text'
  // A code unit takes one to three bytes, so most texts need not be measured.
  if (value.length > field.bytesMax || value.length * 3 > field.bytesMax) {
    const byteLength = b4a.byteLength(value)
    if (byteLength > field.bytesMax) return `is ${byteLength} bytes long, at most ${field.bytesMax} are allowed`
  }
  if (value.length < field.bytesMin) return 'is empty, at least one character is needed'
  if (loneSurrogate.test(value)) return 'holds half of a surrogate pair, which is no character'
  return formProblem(field.form, value)
}

const uintProblem = (max: number, value: unknown): string | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
    ? undefined
    : `is ${String(value).slice(0, 40)}, a whole number from 0 to ${max} is needed`

const bytesProblem = (field: BytesField, value: unknown): string | undefined => {
  if (!(value instanceof Uint8Array)) return 'must be bytes'
  return value.byteLength > field.bytesMax
    ? `is ${value.byteLength} bytes long, at most ${field.bytesMax} are allowed`
    : undefined
}

const listProblem = (field: ListField, value: unknown): string | undefined => {
  if (!Array.isArray(value)) return 'must be a list'
  if (value.length > field.countMax) return `has ${value.length} entries, at most ${field.countMax} are allowed`
  const of: ListedField = field.of
  for (const [i, entry] of value.entries()) {
    const problem = fieldProblem(of, entry)
    if (problem !== undefined) return `entry ${i} ${problem}`
  }
  return undefined
}

const fieldProblem = (field: Field, value: unknown): string | undefined => {
  switch (field.kind) {
    case 'id':
      return typeof value === 'string' && isHexId(value) ? undefined : 'must be 32 bytes as 64 hexadecimal digits'
    case 'text':
      return textProblem(field, value)
    case 'uint':
      return uintProblem(field.max, value)
    case 'choice':
      return typeof value === 'string' && field.of.includes(value) ? undefined : `must be one of ${field.of.join(', ')}`
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'must be true or false'
    case 'bytes':
      return bytesProblem(field, value)
    case 'list':
      return listProblem(field, value)
    case 'record':
      return typeof value === 'object' && value !== null ? inRecord(field.fields, value) : 'must be a record of fields'
    default: {
      const never: never = field
      return never
    }
  }
}

const inRecord = (fields: Fields, value: object): string | undefined => {
  const problem = fieldsProblem(fields, value)
  return problem === undefined ? undefined : `: ${problem}`
}

/**
 * The first thing in `value` that breaks a bound of `fields`, as a sentence that names the field, what it holds and what is allowed; undefined
 * if there is none. Total on any value; fields that `fields` does not name are not looked at.
 */
export const fieldsProblem = (fields: Fields, value: object): string | undefined => {
  const record = value as Readonly<Record<string, unknown>>
  for (const name in fields) {
    const field = fields[name]
    if (field === undefined) continue
    const present = record[name]
    if (present === undefined) {
      if (field.optional === true) continue
      return `${name} is missing`
    }
    const problem = fieldProblem(field, present)
    if (problem !== undefined) return problem.startsWith(':') ? `${name}${problem}` : `${name} ${problem}`
  }
  return undefined
}
