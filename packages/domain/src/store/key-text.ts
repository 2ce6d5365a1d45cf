import { type CollectionName, collections, type Key, type KeyPart, type KeyPartKind, type Range } from './port.js'

const uintDigits = 14

/** Sorts behind every key that begins with the same text: no key holds this character. */
const behind = '~'

const partToText = (part: KeyPart): string =>
  typeof part === 'number' ? part.toString(16).padStart(uintDigits, '0') : part

/** A key or a shorter bound as text whose order is the order of keys. */
export const keyToText = (key: Key): string => {
  let text = ''
  for (const part of key) text += partToText(part)
  return text
}

const kindsOf = (collection: CollectionName): readonly KeyPartKind[] => Object.values(collections[collection])

/** The inverse of keyToText for whole keys. */
export const keyFromText = (collection: CollectionName, text: string): Key => {
  let at = 0
  return kindsOf(collection).map((kind) => {
    const width = kind === 'id' ? 64 : uintDigits
    const part = text.slice(at, at + width)
    at += width
    return kind === 'id' ? part : Number.parseInt(part, 16)
  })
}

/** The half-open interval of texts that a range covers. */
export const rangeToTexts = ({ gt, gte, lt, lte }: Range): { readonly from: string; readonly to: string } => ({
  from: gt !== undefined ? keyToText(gt) + behind : gte !== undefined ? keyToText(gte) : '',
  to: lt !== undefined ? keyToText(lt) : lte !== undefined ? keyToText(lte) + behind : behind,
})
