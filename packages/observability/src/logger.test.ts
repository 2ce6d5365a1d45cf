import { createLogger, withoutPrivate } from './logger.js'

const logged = (write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] => {
  const lines: Record<string, unknown>[] = []
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }
  write(createLogger({ service: 'notifier', level: 'info', destination }))
  return lines
}

describe('the log', () => {
  test('says who and when, and leaves out what is below its level', () => {
    const lines = logged((logger) => {
      logger.debug('unseen')
      logger.info({ jobs: 3 }, 'seen')
    })
    expect(lines).toEqual([
      { level: 'info', service: 'notifier', jobs: 3, msg: 'seen', time: expect.any(String) as string },
    ])
  })

  test('shows no address and no secret, in a field or in an error', () => {
    const error = new Error('550 ann@peers.test is unknown', { cause: new Error('at smtp://user:pass@mail.test') })
    const [line] = logged((logger) =>
      logger.warn({ err: error, email: 'ann@peers.test', mail: { to: 'ann@peers.test' }, token: 'abc' }, 'not sent'),
    )
    const text = JSON.stringify(line)
    expect(text).not.toContain('ann@')
    expect(text).not.toContain('pass')
    expect(text).not.toContain('abc')
    expect(text).toContain('550 [address] is unknown')
  })

  test.each([
    ['postgres://hypergit:secret@db.test:5432/x failed', 'postgres://[hidden]@db.test:5432/x failed'],
    ['Authorization: Bearer abcdef', 'Authorization: Bearer [hidden]'],
    ['nothing private', 'nothing private'],
  ])('%s', (text, clean) => {
    expect(withoutPrivate(text)).toBe(clean)
  })
})
