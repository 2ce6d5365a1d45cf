const bytesKey = '$bytes'

/** JSON in one line; bytes inside as `{"$bytes": base64}`. */
export const toWire = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Uint8Array ? { [bytesKey]: Buffer.from(inner).toString('base64') } : inner,
  )

/** The inverse of toWire; throws a SyntaxError on what is no JSON. */
export const fromWire = (text: string): unknown =>
  JSON.parse(text, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || !(bytesKey in inner)) return inner
    const encoded = inner[bytesKey]
    return typeof encoded === 'string' ? new Uint8Array(Buffer.from(encoded, 'base64')) : inner
  })
