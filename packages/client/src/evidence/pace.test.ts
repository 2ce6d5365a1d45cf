import { inSlices } from './pace.js'

const busyFor = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
}

describe('Work in slices', () => {
  it('leaves the event loop to others after a slice, and not before', async () => {
    const pace = inSlices(20, 1)
    let others = 0
    const turn = setInterval(() => void others++, 1)
    busyFor(5)
    await pace()
    expect(others).toBe(0)
    busyFor(30)
    const before = performance.now()
    await pace()
    clearInterval(turn)
    expect(others).toBeGreaterThan(0)
    expect(performance.now() - before).toBeGreaterThanOrEqual(30)
  })
})
