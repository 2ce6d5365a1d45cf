import { SentNumbers } from './sent-numbers.js'

describe('SentNumbers', () => {
  test('tells what comes after a number', () => {
    const numbers = new SentNumbers(10)
    numbers.restart(4)
    numbers.add({ kind: 'batch', version: 9 })
    numbers.add({ kind: 'hash' })
    expect(numbers.after(3)).toEqual([
      { kind: 'batch', version: 9, number: 4 },
      { kind: 'hash', number: 5 },
    ])
    expect(numbers.after(4)).toEqual([{ kind: 'hash', number: 5 }])
    expect(numbers.after(5)).toEqual([])
  })

  test('tells nothing when more is missing than it remembers', () => {
    const numbers = new SentNumbers(2)
    numbers.restart(4)
    for (const version of [1, 2, 3]) numbers.add({ kind: 'batch', version })
    expect(numbers.after(2)).toBeUndefined()
    expect(numbers.after(3)).toBeUndefined()
    expect(numbers.after(4)).toHaveLength(2)
  })
})
