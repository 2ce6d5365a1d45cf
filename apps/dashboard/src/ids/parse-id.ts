import { idPrefixLengthMin, idRangeOfZ32, parseId as parse } from '@hypergit/domain'

/** What an id may look like, for error messages. */
export const idForms = '52 characters of z-base-32, 64 hexadecimal digits or hypergit://<id>'

/** 64 hexadecimal digits of an id in any of its forms; undefined for anything else. */
export const parseId = (text: string): string | undefined => {
  const parsed = parse(text)
  return parsed.ok ? parsed.id : undefined
}

/** The ids, both ends included, that a whole id or the beginning of one names. */
export interface IdRange {
  readonly low: string
  readonly high: string
}

/** An id in any form, or at least 8 characters of z-base-32 that begin one; undefined for anything else. */
export const idRange = (text: string): IdRange | undefined => {
  const whole = parseId(text)
  if (whole !== undefined) return { low: whole, high: whole }
  const range = text.length < idPrefixLengthMin ? undefined : idRangeOfZ32(text)
  return range === undefined ? undefined : { low: range.first, high: range.last }
}
