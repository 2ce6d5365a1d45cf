/**
 * What one field of an action may hold. One table of these (action-shapes.ts) drives encoding, decoding, the check that authors get before
 * they write and readers apply to what they receive, and the JSON form.
 */
interface Presence {
  readonly optional?: true
}

/** 32 bytes: an op, a core, a log. */
export interface IdField extends Presence {
  readonly kind: 'id'
}
/**
 * Text of `bytesMin` to `bytesMax` bytes of UTF-8. `form`: `free` is anything without U+0000, which a database cannot hold; `line` has no
 * control characters; `git` is a line that does not begin with `-`, since it ends as an argument of git; `commit` is a hash, or the name of
 * one: printable ASCII.
 */
export interface TextField extends Presence {
  readonly kind: 'text'
  readonly form: 'free' | 'line' | 'git' | 'commit'
  readonly bytesMin: number
  readonly bytesMax: number
}
export interface UintField extends Presence {
  readonly kind: 'uint'
  readonly max: number
}
export interface ChoiceField extends Presence {
  readonly kind: 'choice'
  readonly of: readonly string[]
}
/** true or absent. */
export interface FlagField {
  readonly kind: 'flag'
  readonly optional: true
}
export interface BytesField extends Presence {
  readonly kind: 'bytes'
  readonly bytesMax: number
}
export interface RecordField extends Presence {
  readonly kind: 'record'
  readonly fields: Fields
}
export interface ListField {
  readonly kind: 'list'
  readonly of: ListedField
  readonly countMax: number
  readonly optional?: never
}
/** What a list holds: entries are never optional. */
export type ListedField = TextField | ChoiceField | RecordField

export type Field = IdField | TextField | UintField | ChoiceField | FlagField | BytesField | RecordField | ListField

export type Fields = Readonly<Record<string, Field>>
