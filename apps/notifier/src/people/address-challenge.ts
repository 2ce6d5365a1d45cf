import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { UserId } from '@hypergit/domain'
import type { LinkKey } from '../tokens/link-token.js'

const nonceBytes = 16
const timeBytes = 6
const keyBytes = 2
const saidBytes = keyBytes + timeBytes + nonceBytes
const macBytes = 32
/** Characters of a challenge: base64url without padding. */
export const challengeLength = Math.ceil(((saidBytes + macBytes) * 4) / 3)
const form = new RegExp(`^[A-Za-z0-9_-]{${challengeLength}}$`)

const mac = (secret: Buffer, user: UserId, said: Buffer): Buffer =>
  createHmac('sha256', secret).update('hypergit/address-challenge/1').update(user).update(said).digest()

/** What a user signs to bind an address: good for a while, known again by every notifier of the mirror, and stored nowhere. */
export const makeChallenge = (key: LinkKey, user: UserId, expiresAtMs: number): string => {
  const said = Buffer.alloc(saidBytes)
  said.writeUInt16BE(key.id, 0)
  said.writeUIntBE(expiresAtMs, keyBytes, timeBytes)
  randomBytes(nonceBytes).copy(said, keyBytes + timeBytes)
  return Buffer.concat([said, mac(key.secret, user, said)]).toString('base64url')
}

export type ReadChallenge = 'good' | 'expired' | 'forged'

export const readChallenge = (
  keys: readonly LinkKey[],
  user: UserId,
  challenge: string,
  nowMs: number,
): ReadChallenge => {
  if (!form.test(challenge)) return 'forged'
  const bytes = Buffer.from(challenge, 'base64url')
  const said = bytes.subarray(0, saidBytes)
  const keyId = said.readUInt16BE(0)
  const key = keys.find(({ id }) => id === keyId)
  if (key === undefined || !timingSafeEqual(mac(key.secret, user, said), bytes.subarray(saidBytes))) return 'forged'
  return said.readUIntBE(keyBytes, timeBytes) <= nowMs ? 'expired' : 'good'
}
