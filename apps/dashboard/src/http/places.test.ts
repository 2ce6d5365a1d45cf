import { Places } from './places.js'

describe('Places', () => {
  test('are bounded in all and for each client, and free again when they are given back', () => {
    const places = new Places(3, 2)
    const leave = places.take('a')
    expect(leave).toBeDefined()
    expect(places.take('a')).toBeDefined()
    expect(places.take('a')).toBeUndefined()
    expect(places.take('b')).toBeDefined()
    expect(places.take('c')).toBeUndefined()
    leave?.()
    leave?.()
    expect(places.take('c')).toBeDefined()
    expect(places.take('a')).toBeUndefined()
  })
})
