import { randomBytes, randomUUID } from 'node:crypto'
import { linkKinds, readLink, signLink, tokenLength, type LinkClaim, type LinkKey } from './link-token.js'

const key: LinkKey = { id: 1, secret: randomBytes(32) }
const newer: LinkKey = { id: 2, secret: randomBytes(32) }
const nowMs = 1_700_000_000_000
const claim = (over: Partial<LinkClaim> = {}): LinkClaim => ({
  kind: 'confirm',
  subscription: randomUUID(),
  round: 3,
  expiresAtSeconds: nowMs / 1_000 + 60,
  ...over,
})

describe('links in mails', () => {
  test.each(linkKinds)('a %s link says what was signed', (kind) => {
    const said = claim({ kind })
    const token = signLink(key, said)
    expect(token).toHaveLength(tokenLength)
    expect(readLink([newer, key], kind, token, nowMs)).toEqual({ ok: true, claim: said })
  })

  test('the same claim gives the same token', () => {
    const said = claim()
    expect(signLink(key, said)).toBe(signLink(key, said))
  })

  test('a link for one thing is no link for another', () => {
    expect(readLink([key], 'confirm', signLink(key, claim({ kind: 'unsubscribe' })), nowMs)).toEqual({
      ok: false,
      reason: 'forged',
    })
  })

  test('a link that has an end expires, one without never does', () => {
    const said = claim()
    expect(readLink([key], 'confirm', signLink(key, said), nowMs + 60_000)).toEqual({
      ok: false,
      reason: 'expired',
      claim: said,
    })
    const lasting = claim({ kind: 'manage', expiresAtSeconds: 0 })
    expect(readLink([key], 'manage', signLink(key, lasting), nowMs * 5)).toMatchObject({ ok: true })
  })

  test('a key that is gone, another key and a key with the same id do not verify', () => {
    const token = signLink(key, claim())
    expect(readLink([], 'confirm', token, nowMs)).toEqual({ ok: false, reason: 'forged' })
    expect(readLink([newer], 'confirm', token, nowMs)).toEqual({ ok: false, reason: 'forged' })
    expect(readLink([{ id: 1, secret: newer.secret }], 'confirm', token, nowMs)).toEqual({
      ok: false,
      reason: 'forged',
    })
  })

  test('any changed character is a forgery, and so is any other text', () => {
    const token = signLink(key, claim())
    for (let at = 0; at < token.length - 1; at++) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(readLink([key], 'confirm', changed, nowMs)).toEqual({ ok: false, reason: 'forged' })
    }
    for (const text of ['', 'x', token + 'A', token.slice(1), '../../etc/passwd', 'ü'.repeat(tokenLength)]) {
      expect(readLink([key], 'confirm', text, nowMs)).toEqual({ ok: false, reason: 'forged' })
    }
  })
})
