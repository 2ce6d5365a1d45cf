import { until } from './until.js'

const never = (): boolean => {
  throw new Error('no such page')
}

describe('until', () => {
  test('returns what the condition gives once it gives something', async () => {
    let calls = 0
    const value = await until(() => ((calls += 1) < 3 ? undefined : 'there'), { what: 'it is there', everyMs: 1 })
    expect(value).toBe('there')
  })

  test('a condition that throws is asked again', async () => {
    let calls = 0
    const throwing = (): number => {
      calls += 1
      if (calls < 3) throw new Error('not yet')
      return calls
    }
    await expect(until(throwing, { what: 'it answers', everyMs: 1 })).resolves.toBe(3)
  })

  test('says what it waited for, and what was wrong last', async () => {
    await expect(until(never, { what: 'the page is there', timeoutMs: 5, everyMs: 1 })).rejects.toMatchObject({
      message: 'waited 5 ms until the page is there',
      cause: new Error('no such page'),
    })
  })
})
