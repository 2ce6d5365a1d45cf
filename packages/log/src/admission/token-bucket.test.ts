import { TokenBucket } from './token-bucket.js'

const taken = (bucket: TokenBucket): number => {
  let count = 0
  while (bucket.take()) count++
  return count
}

describe('a share of a minute', () => {
  test('may be used at once, and grows back steadily', () => {
    let nowMs = 1_000_000
    const bucket = new TokenBucket(60, () => nowMs)
    expect(taken(bucket)).toBe(60)
    expect(bucket.waitMs()).toBe(1_000)
    nowMs += 10_000
    expect(taken(bucket)).toBe(10)
    nowMs += 600_000
    expect(bucket.waitMs()).toBe(0)
    expect(taken(bucket)).toBe(60)
  })

  test('does not shrink or burst when the clock is set back', () => {
    let nowMs = 1_000_000
    const bucket = new TokenBucket(60, () => nowMs)
    taken(bucket)
    nowMs -= 500_000
    expect(bucket.take()).toBe(false)
    nowMs += 1_000
    expect(taken(bucket)).toBe(1)
  })
})
