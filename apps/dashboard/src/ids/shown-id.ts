import { parseId, toZ32 } from '@hypergit/domain'

/** An id as outsiders see it: 52 characters of z-base-32. */
export const shown = (hex: string): string => toZ32(hex)

/** The beginning of an id in z-base-32, for people. */
export const shortId = (z32: string): string => z32.slice(0, 8)

/** A name that an op was given, for people: of a core its beginning, anything else as it is. */
export const shortName = (name: string): string => {
  const parsed = parseId(name)
  return parsed.ok && toZ32(parsed.id) === name ? shortId(name) : name
}
