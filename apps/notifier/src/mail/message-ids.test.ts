import { mailName, messageId, threadMessageId } from './message-ids.js'

const op = 'ab'.repeat(32)
const other = 'cd'.repeat(32)

describe('message ids', () => {
  test('are a function of op and recipient', () => {
    expect(mailName(op, 'ada@example.org')).toBe(mailName(op, 'ada@example.org'))
    expect(mailName(op, 'ada@example.org')).not.toBe(mailName(op, 'eve@example.org'))
    expect(mailName(op, 'ada@example.org')).not.toBe(mailName(other, 'ada@example.org'))
  })

  test('do not show the address and fit into a header and a file name', () => {
    const name = mailName(op, 'ada@example.org')
    expect(name).toMatch(/^[a-z0-9.]{60,80}$/)
    expect(name).not.toContain('ada')
    expect(messageId(name, 'mirror.example')).toBe(`<${name}@mirror.example>`)
  })

  test('a thread has one, whoever reads it', () => {
    expect(threadMessageId(op, 'mirror.example')).toMatch(/^<thread\.[a-z0-9]{52}@mirror\.example>$/)
  })
})
