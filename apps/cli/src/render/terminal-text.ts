// Everything but tab and line feed that a terminal may act upon, and the marks that reorder or hide what stands beside them.
const unsafeRanges: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
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

/** The same on one line, cut to a length in characters. */
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
