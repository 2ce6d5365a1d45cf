import { limits } from '@hypergit/domain'

/** Leaves room in an envelope for the header, the origin and a full list of parents. */
export const partBytesMax = 48 * 1024

const notCharacters = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** Text without what no op may hold: each U+0000 and lone surrogate becomes U+FFFD. */
export const fittingText = (text: string): string => text.replace(notCharacters, '\uFFFD')

/** One line of at least one and at most `bytesMax` bytes; what is cut off is shown by an ellipsis. */
export const fittingLine = (text: string, bytesMax: number = limits.titleBytesMax): string => {
  const clean = fittingText(text).replace(/\p{Cc}+/gu, ' ')
  const line = clean.trim() === '' ? '(none)' : clean
  if (Buffer.byteLength(line) <= bytesMax) return line
  const [first = ''] = partsOf(line, bytesMax - Buffer.byteLength('…'))
  return `${first}…`
}

/** The text in parts that fit an op each, cut between characters; joined again they are the text. An empty text is one empty part. */
export const partsOf = (text: string, bytesMax: number = partBytesMax): readonly string[] => {
  if (Buffer.byteLength(text) <= bytesMax) return [text]
  const bytes = Buffer.from(text)
  const parts: string[] = []
  let from = 0
  while (from < bytes.length) {
    let to = Math.min(from + bytesMax, bytes.length)
    while (to < bytes.length && ((bytes[to] ?? 0) & 0xc0) === 0x80) to -= 1
    parts.push(bytes.toString('utf8', from, to))
    from = to
  }
  return parts
}
