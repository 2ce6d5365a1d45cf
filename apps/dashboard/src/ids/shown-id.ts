import { encode } from 'z32'

/** An id as outsiders see it: 52 characters of z-base-32. */
export const shown = (hex: string): string => encode(Buffer.from(hex, 'hex'))

export const shownIfAny = (hex: string | undefined): string | undefined => (hex === undefined ? undefined : shown(hex))

/** The beginning of an id, for people. */
export const shortId = (hex: string): string => shown(hex).slice(0, 8)
