import { safeBlock, safeJson, safeLine, safeText } from './terminal-text.js'

describe("a stranger's text in a terminal", () => {
  test.each([
    ['an escape sequence', '\u001B[2Jgone', '\uFFFD[2Jgone'],
    ['a C1 control', 'a\u009B31mb', 'a\uFFFD31mb'],
    ['a direction override', 'safe\u202Egnp.exe', 'safe\uFFFDgnp.exe'],
    ['a bell', 'ding\u0007', 'ding\uFFFD'],
    ['a lone carriage return', 'good\rbad', 'good\uFFFDbad'],
  ])('loses %s', (_, text, shown) => {
    expect(safeText(text)).toBe(shown)
  })

  test('keeps letters of every script, tabs and line ends', () => {
    expect(safeText('Grüße\r\n\t日本 🎉')).toBe('Grüße\n\t日本 🎉')
  })

  test('stays on one line where a line is wanted', () => {
    expect(safeLine('a\nb\tc')).toBe('a b c')
    expect(safeLine('x'.repeat(300), 10)).toBe(`${'x'.repeat(9)}…`)
  })

  test('is the same value in JSON, without what a terminal acts upon', () => {
    const value = { title: 'a\u009B2J\u202Egnp \u001B[0m Grüße 🎉' }
    expect(safeJson(value)).toBe(String.raw`{"title":"a\u009b2J\u202egnp \u001b[0m Grüße 🎉"}`)
    expect(JSON.parse(safeJson(value))).toEqual(value)
  })

  test('is indented as a block', () => {
    expect(safeBlock('a\n\nb')).toBe('  a\n\n  b')
  })
})
