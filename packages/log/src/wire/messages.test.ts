import { decode, encode } from 'compact-encoding'
import { assert, property, uint8Array } from 'fast-check'
import type { Codec } from './codec.js'
import * as messages from './messages.js'

const isCodec = (value: unknown): value is Codec<unknown> =>
  typeof value === 'object' && value !== null && 'decode' in value

const codecs = new Map(
  Object.entries<unknown>(messages).flatMap(([name, value]) => (isCodec(value) ? [[name, value] as const] : [])),
)

const codecOf = (name: string): Codec<unknown> => {
  const codec = codecs.get(name)
  if (codec === undefined) throw new Error(`no message ${name}`)
  return codec
}

/** What Protomux lets pass as a peer's fault; a RangeError or TypeError would end the process. */
const isHarmless = (error: unknown): boolean =>
  error instanceof Error && !(error instanceof RangeError) && !(error instanceof TypeError)

describe("messages of the log's channel", () => {
  test.each([...codecs.keys()])('%s: any bytes are a message or a plain error', (name) => {
    const codec = codecOf(name)
    assert(
      property(uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          decode(codec, Buffer.from(bytes))
        } catch (error) {
          expect(isHarmless(error)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('what a later version appends is not seen', () => {
    const request = { request: 4, core: 'ab'.repeat(32), from: 1, to: 2, treeLength: 1, bytesMax: 9 }
    const codec = codecOf('blocksRequest')
    const bytes = Buffer.concat([encode(codec, request), Buffer.from('more')])
    expect(decode(codec, bytes)).toEqual(request)
  })

  test('a list is refused by its count, before it is read', () => {
    expect(() => decode(messages.announce, Buffer.from([0xfe, 0xff, 0xff, 0xff, 0xff]))).toThrow(
      'at most 512 are allowed',
    )
  })
})
