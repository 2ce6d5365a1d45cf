/** Longest free text that is put into one header, characters. */
export const headerTextMax = 200

// Control characters would break a header or a terminal; bidirectional overrides and invisible format characters would make it read as what it is not.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]+/gu
const loneSurrogates = /\p{Cs}/gu

/** Text by strangers on its way into a header or a line: one line, printable, bounded, never empty unless it was. */
export function headerText(text: string, lengthMax: number = headerTextMax): string {
  const line = text.replace(loneSurrogates, '�').replace(unprintable, ' ').replace(/\s+/g, ' ').trim()
  const characters = Array.from(line)
  return characters.length <= lengthMax ? line : `${characters.slice(0, lengthMax - 1).join('')}…`
}
