import { RecentSends } from './recent-sends.js'

describe('RecentSends', () => {
  test('sends again after each of the times, and then never more', async () => {
    let nowMs = 0
    let sent = 0
    const recent = new RecentSends({ resendAfterMs: [10, 100], bytesMax: 1_000, now: () => nowMs })
    recent.add(1, () => {
      sent += 1
      return Promise.resolve()
    })
    for (const at of [5, 10, 50, 100, 150, 1_000]) {
      nowMs = at
      await recent.sendDue()
    }
    expect(sent).toBe(2)
  })

  test('what could not be sent stays due', async () => {
    let fails = true
    let sent = 0
    const recent = new RecentSends({ resendAfterMs: [0], bytesMax: 1_000, now: () => 0 })
    recent.add(1, () => {
      if (fails) return Promise.reject(new Error('away'))
      sent += 1
      return Promise.resolve()
    })
    await expect(recent.sendDue()).rejects.toThrow('away')
    fails = false
    await recent.sendDue()
    expect(sent).toBe(1)
  })

  test('gives up the oldest when it would hold too much', async () => {
    const sent: string[] = []
    const recent = new RecentSends({ resendAfterMs: [0], bytesMax: 10, now: () => 0 })
    for (const name of ['a', 'b', 'c']) {
      recent.add(4, () => {
        sent.push(name)
        return Promise.resolve()
      })
    }
    await recent.sendDue()
    expect(sent).toEqual(['b', 'c'])
  })
})
