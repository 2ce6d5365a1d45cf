import { inSlices } from './pace.js'

const busyFor = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
}

describe('Work in slices', () => {
  let others: number
  let turn: NodeJS.Timeout
  beforeEach(() => {
    others = 0
    turn = setInterval(() => void others++, 1)
  })
  afterEach(() => clearInterval(turn))

  it('keeps the event loop for itself within a slice', async () => {
    // A slice that no pause of a busy machine can end.
    const pace = inSlices(3_600_000, 1)
    busyFor(5)
    await pace()
    expect(others).toBe(0)
  })

  it('leaves it to others after one, for as long as it worked', async () => {
    const pace = inSlices(20, 1)
    busyFor(30)
    const before = performance.now()
    await pace()
    expect(others).toBeGreaterThan(0)
    expect(performance.now() - before).toBeGreaterThanOrEqual(30)
  })
})
