import { createHash } from 'node:crypto'
import { parseId, prefixRange } from './parse-id.js'
import { shown } from './shown-id.js'

const hex = (seed: number): string => createHash('sha256').update(String(seed)).digest('hex')

describe('ids at the door', () => {
  test('z-base-32, hexadecimal and links are the same id', () => {
    const id = hex(1)
    for (const form of [shown(id), id, id.toUpperCase(), `hypergit://${shown(id)}`, ` hypergit://${id}/ `]) expect(parseId(form)).toBe(id)
  })

  test.each(['', 'abc', hex(1).slice(1), `${shown(hex(1))}y`, 'l'.repeat(52), '../../etc/passwd', `${shown(hex(1)).slice(0, 51)}9`])(
    '%j is none',
    (text) => expect(parseId(text)).toBeUndefined(),
  )

  test('the beginning of an id bounds exactly the ids that begin with it', () => {
    const ids = Array.from({ length: 200 }, (_, seed) => hex(seed))
    for (const id of ids.slice(0, 20)) {
      for (const length of [8, 9, 11, 51, 52]) {
        const prefix = shown(id).slice(0, length)
        const range = prefixRange(prefix)
        const found = ids.filter((other) => range !== undefined && other >= range.low && other <= range.high)
        expect(found).toEqual(ids.filter((other) => shown(other).startsWith(prefix)))
      }
    }
  })

  test('less than eight characters, or others than z-base-32’s, name nothing', () => {
    expect(prefixRange('ybndrfg')).toBeUndefined()
    expect(prefixRange('ybndrfgl')).toBeUndefined()
  })
})
