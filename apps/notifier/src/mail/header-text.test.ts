import { headerText, headerTextMax } from './header-text.js'

describe('text by strangers in a header', () => {
  test.each([
    ['plain', 'plain'],
    ['two\r\nBcc: eve@example.org', 'two Bcc: eve@example.org'],
    ['a\u0000b\u001b[31mc', 'a b [31mc'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['a\u2028b', 'a b'],
    ['\ud800', '\uFFFD'],
    ['  spaced \t out ', 'spaced out'],
    ['Ünïcode 日本 🎉', 'Ünïcode 日本 🎉'],
  ])('%j becomes %j', (text, expected) => {
    expect(headerText(text)).toBe(expected)
  })

  test('it is bounded', () => {
    expect(Array.from(headerText('🎉'.repeat(500)))).toHaveLength(headerTextMax)
  })
})
