import { storableJson, storableText } from './storable.js'

describe('text that PostgreSQL can hold', () => {
  test('NUL and half surrogates become U+FFFD, pairs stay', () => {
    expect(storableText('a\0b')).toBe('a\uFFFDb')
    expect(storableText('\uD83D')).toBe('\uFFFD')
    expect(storableText('\uD83D\uDE00 ok')).toBe('\uD83D\uDE00 ok')
  })

  test('reaches into nested values, and bytes are base64', () => {
    expect(storableJson({ a: ['\0'], proof: new Uint8Array([1, 2]) })).toBe('{"a":["\uFFFD"],"proof":"AQI="}')
  })
})
