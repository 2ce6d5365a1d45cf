/** PostgreSQL's text and jsonb hold neither NUL nor half of a surrogate pair; both can stand in a text that a stranger signed. */
const unstorable = /\0|\p{Surrogate}/gu

export const storableText = (text: string): string => text.replace(unstorable, '\uFFFD')

/** JSON of a value, with what PostgreSQL cannot hold replaced by U+FFFD. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) => (typeof field === 'string' ? storableText(field) : field))
