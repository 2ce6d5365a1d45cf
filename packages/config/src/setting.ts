/** One thing that can be set, by an environment variable and perhaps a flag. */
export interface Setting<T> {
  readonly env: string
  /** Without the two dashes. */
  readonly flag?: string
  /** How a value is written in the help, such as `N`; absent for a flag that is on or off. */
  readonly placeholder?: string
  /** One line. */
  readonly help: string
  /** What the help says of the default; the value itself is `fallback`. */
  readonly otherwise: string
  /** The value when nothing is given. An empty variable counts as not given. */
  readonly fallback: T
  /** The value of a text, or what would be valid, which follows "must be". */
  readonly parse: (text: string) => Parsed<T>
  /** Never shown, not even when it is wrong. */
  readonly secret?: boolean
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly mustBe: string }

/** A group of settings under the names that the code uses. */
export type Settings = Readonly<Record<string, Setting<unknown>>>

/** What reading a group gives. */
export type ValuesOf<Group extends Settings> = {
  readonly [Name in keyof Group]: Group[Name] extends Setting<infer T> ? T : never
}
