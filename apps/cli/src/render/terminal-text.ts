// Everything but tab and line feed that a terminal may act upon, and the marks that reorder or hide what stands beside them.
const unsafeRanges: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x061c, 0x061c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
]

const isUnsafe = (point: number): boolean => unsafeRanges.some(([first, last]) => point >= first && point <= last)

/** A stranger's text for a terminal: control and direction marks become `�`, so that it can neither move the cursor nor hide what it says. */
export const safeText = (text: string): string => {
  let safe = ''
  for (const character of text.replaceAll('\r\n', '\n'))
    safe += isUnsafe(character.codePointAt(0) ?? 0) ? '\uFFFD' : character
  return safe
}

/** JSON that is as safe on a terminal and still the same value: what could act there is written as an escape. */
export const safeJson = (value: unknown): string => {
  const text = JSON.stringify(value)
  // Most lines are plain ASCII, which JSON has escaped already.
  if (!/[^\u0020-\u007e]/.test(text)) return text
  let safe = ''
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    safe += isUnsafe(point) ? `\\u${point.toString(16).padStart(4, '0')}` : character
  }
  return safe
}

/** A stranger's text on one line, cut to a length in characters. */
export const safeLine = (text: string, lengthMax = 200): string => {
  const line = safeText(text)
    .replaceAll(/[\n\t]+/g, ' ')
    .trim()
  return line.length > lengthMax ? `${line.slice(0, lengthMax - 1)}…` : line
}

export const safeBlock = (text: string, indent = '  '): string =>
  safeText(text)
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n')
