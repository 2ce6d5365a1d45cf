import { maskAddress, parseAddress } from './mail-address.js'

describe('an address at the door', () => {
  test.each([
    ['ada@example.org', 'ada@example.org'],
    [' Ada.Love+list@Example.ORG ', 'Ada.Love+list@example.org'],
    ["o'brien@sub.example.co.uk", "o'brien@sub.example.co.uk"],
    ['root@localhost', 'root@localhost'],
  ])('%j is taken', (text, address) => {
    expect(parseAddress(text)).toEqual({ ok: true, address })
  })

  test.each([
    '',
    'ada',
    '@example.org',
    'ada@',
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org, eve@example.org',
    'Ada <ada@example.org>',
    '"ada b"@example.org',
    'ada@exa mple.org',
    'ada@-example.org',
    '.ada@example.org',
    'ada..b@example.org',
    'ada@example.org\u0000',
    'ädà@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(260)}.org`,
  ])('%j is refused with a reason', (text) => {
    expect(parseAddress(text)).toEqual({ ok: false, reason: expect.stringMatching(/address/) })
  })

  test('a link shows an address masked', () => {
    expect(maskAddress('ada@example.org')).toBe('a…@example.org')
  })
})
