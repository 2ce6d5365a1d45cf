/** PostgreSQL's text and jsonb hold neither NUL nor half of a surrogate pair; both can stand in a text that a stranger signed. */
const unstorable = /\0|\p{Surrogate}/gu

export const storableText = (text: string): string => text.replace(unstorable, '\uFFFD')

/** JSON of a value, with what PostgreSQL cannot hold replaced by U+FFFD and bytes as base64. Keys come from schemas and are left alone. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) => {
    if (typeof field === 'string') return storableText(field)
    if (field instanceof Uint8Array) return Buffer.from(field).toString('base64')
    return field
  })
