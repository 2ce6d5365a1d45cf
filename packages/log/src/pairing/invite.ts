import { logId, type UserId } from '@hypergit/domain'
import b4a from 'b4a'
import { encode, fixed, uint8, uint32 } from 'compact-encoding'
import { hash } from 'hypercore-crypto'
import * as z32 from 'z32'

/** What a machine of a user hands to another one, so that it finds the first and can show that it was given this. */
export interface Invite {
  readonly user: UserId
  /** 16 random bytes: who knows them may ask to be let in, once. */
  readonly secret: Uint8Array
  /** Beginning of the hash of the key that the inviting machine signs its answers with: nobody else can answer, whoever learns of the invite. */
  readonly inviter: Uint8Array
  /** Whole seconds. */
  readonly expiresAtMs: number
}

export type ParsedInvite =
  | { readonly ok: true; readonly invite: Invite }
  | { readonly ok: false; readonly problem: string }

const prefix = 'hypergit-invite-'
const version = 1
export const inviteSecretBytes = 16
const inviterBytes = 16
const checksumBytes = 3
const bodyBytes = 1 + 32 + inviteSecretBytes + inviterBytes + 4
const textLength = Math.ceil(((bodyBytes + checksumBytes) * 8) / 5)

const tagged = (tag: string, ...parts: readonly Uint8Array[]): Uint8Array =>
  hash([b4a.from(`hypergit/invite/1/${tag}`), ...parts])

/** The beginning of the hash of an inviting machine's public key. */
export const inviterOf = (publicKey: Uint8Array): Uint8Array => tagged('inviter', publicKey).subarray(0, inviterBytes)

/** The invite's bytes, all of which everything that follows from an invite depends on. */
export const inviteBytes = ({ user, secret, inviter, expiresAtMs }: Invite): Uint8Array =>
  b4a.concat([
    encode(uint8, version),
    b4a.from(user, 'hex'),
    encode(fixed(inviteSecretBytes), secret),
    encode(fixed(inviterBytes), inviter),
    encode(uint32, Math.floor(expiresAtMs / 1_000)),
  ])

const checksumOf = (bytes: Uint8Array): Uint8Array => tagged('checksum', bytes).subarray(0, checksumBytes)

/** `hypergit-invite-` and 116 characters of z-base-32. */
export const inviteText = (invite: Invite): string => {
  const bytes = inviteBytes(invite)
  return prefix + z32.encode(b4a.concat([bytes, checksumOf(bytes)]))
}

const wrong = (why: string): ParsedInvite => ({
  ok: false,
  problem: `this is no invite: ${why}. \`hypergit user invite\` on a machine of yours shows one; copy all of it`,
})

/** An invite from what a person wrote or pasted: spaces, line breaks and capital letters are forgiven. The problem says what is valid. */
export const parseInvite = (text: string): ParsedInvite => {
  const given = text.replaceAll(/\s+/g, '').toLowerCase()
  if (!given.startsWith(prefix)) return wrong(`an invite begins with ${prefix}`)
  const coded = given.slice(prefix.length)
  if (coded.length !== textLength)
    return wrong(`${coded.length} characters follow ${prefix}, and ${textLength} are needed`)
  if (!/^[ybndrfg8ejkmcpqxot1uwisza345h769]+$/.test(coded)) return wrong('it has characters that none can have')
  const decoded = z32.decode(coded).subarray(0, bodyBytes + checksumBytes)
  const bytes = decoded.subarray(0, bodyBytes)
  if (bytes[0] !== version) return wrong('it is of a later version of hypergit, or was changed')
  if (!b4a.equals(checksumOf(bytes), decoded.subarray(bodyBytes)) || z32.encode(decoded) !== coded)
    return wrong('a character of it is wrong')
  const secretAt = 1 + 32
  const inviterAt = secretAt + inviteSecretBytes
  const expiresAt = inviterAt + inviterBytes
  return {
    ok: true,
    invite: {
      user: logId(b4a.toString(bytes.subarray(1, secretAt), 'hex')),
      secret: bytes.slice(secretAt, inviterAt),
      inviter: bytes.slice(inviterAt, expiresAt),
      expiresAtMs: new DataView(bytes.buffer, bytes.byteOffset).getUint32(expiresAt, true) * 1_000,
    },
  }
}

/** What both machines derive from an invite for blind-pairing: the seed of the invite's key pair, and the key behind the topic that they meet under. */
export const inviteKeys = (invite: Invite): { readonly seed: Uint8Array; readonly key: Uint8Array } => {
  const bytes = inviteBytes(invite)
  return { seed: tagged('seed', bytes), key: tagged('topic', bytes) }
}
