import { type CoreKey, limits } from '@hypergit/domain'
import b4a from 'b4a'
import { createInvite, CandidateRequest, MemberRequest } from 'blind-pairing-core'
import { decode, encode, fixed32, fixed64, string, uint, uint8array } from 'compact-encoding'
import { discoveryKey, hash, type KeyPair, keyPair, sign, verify } from 'hypercore-crypto'
import { bounded, type Codec, coreId, struct } from '../wire/codec.js'
import { type Invite, inviteBytes, inviteKeys, inviterOf } from './invite.js'

/** A machine that asks to be let in. */
export interface AskingDevice {
  /** Its core in the user's log. */
  readonly core: CoreKey
  /** 32 bytes: the public key that it will attest with. */
  readonly attestKey: Uint8Array
  readonly name: string
}

/** What the inviting machine says; `waiting`: it has the request, and nobody has decided. */
export type PairingOutcome = 'waiting' | 'authorized' | 'denied' | 'used' | 'expired'
const outcomes: readonly PairingOutcome[] = ['waiting', 'authorized', 'denied', 'used', 'expired']

export interface PairingAnswer {
  readonly outcome: PairingOutcome
  /** What the machine that was let in gets: the proof that its key is the user's. Empty otherwise. */
  readonly payload: Uint8Array
}

/** Bytes of a message of either kind. */
export const pairingMessageBytesMax = 8 * 1024
const requestVersion = 1

const device: Codec<AskingDevice & { readonly version: number }> = bounded(
  struct({ version: uint, core: coreId, attestKey: fixed32, name: string }),
  1_024,
)

/** A name is one line, as everywhere in a log; it is shown before anybody trusts the machine. */
const isName = (name: string): boolean =>
  name.trim() !== '' && b4a.byteLength(name) <= limits.nameBytesMax && !/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u.test(name)

export const encodeDevice = (asking: AskingDevice): Uint8Array => {
  if (!isName(asking.name)) throw new RangeError(`a machine's name is one line of 1 to ${limits.nameBytesMax} bytes`)
  return encode(device, { version: requestVersion, ...asking })
}

/** undefined for what is no device of this version. */
const decodeDevice = (bytes: Uint8Array): AskingDevice | undefined => {
  try {
    const { version, core, attestKey, name } = decode(device, bytes)
    return version === requestVersion && isName(name) ? { core, attestKey: attestKey.slice(), name } : undefined
  } catch {
    return undefined
  }
}

/** The topic that the machines of an invite meet under. */
export const pairingTopic = (invite: Invite): Buffer => discoveryKey(inviteKeys(invite).key)

const answerBytes = struct<PairingAnswer & { readonly publicKey: Uint8Array; readonly signature: Uint8Array }>({
  outcome: {
    preencode: (state) => uint.preencode(state, 0),
    encode: (state, outcome) => uint.encode(state, outcomes.indexOf(outcome)),
    decode: (state) => {
      const outcome = outcomes[uint.decode(state)]
      if (outcome === undefined) throw new Error('an answer of a later version')
      return outcome
    },
  },
  payload: uint8array,
  publicKey: fixed32,
  signature: fixed64,
})

/** What an answer is signed over: the invite, who asked, and what is said. */
const signable = (invite: Invite, request: Uint8Array, { outcome, payload }: PairingAnswer): Uint8Array =>
  hash([b4a.from(`hypergit/pairing-answer/1/${outcome}`), inviteBytes(invite), hash(request), hash(payload)])

/** The inviting machine's end of the exchange: opens requests and seals answers. */
export class InviteHolder {
  readonly #id: Uint8Array
  readonly #publicKey: Uint8Array
  readonly #secretKey: Uint8Array
  readonly #key: Uint8Array

  constructor(
    readonly invite: Invite,
    private readonly signer: KeyPair,
  ) {
    const { seed, key } = inviteKeys(invite)
    const { id, publicKey } = createInvite(key, { seed })
    this.#id = id
    this.#publicKey = publicKey
    this.#secretKey = keyPair(seed).secretKey
    this.#key = key
  }

  /** The machine that asks, and the bytes that it said so with; undefined for what nobody sent who knows the invite. */
  open(message: Uint8Array): { readonly device: AskingDevice; readonly request: Uint8Array } | undefined {
    const request = this.#opened(message)?.request
    const asking = request === undefined ? undefined : decodeDevice(request)
    return request === undefined || asking === undefined ? undefined : { device: asking, request }
  }

  /** The answer to a message that `open` opened. */
  answer(message: Uint8Array, answer: PairingAnswer): Uint8Array {
    const opened = this.#opened(message)
    if (opened === undefined) throw new TypeError('only who knows the invite is answered')
    const { publicKey, secretKey } = this.signer
    const signature = sign(signable(this.invite, opened.request, answer), secretKey)
    const data = encode(answerBytes, { ...answer, publicKey, signature })
    opened.member.confirm({ key: this.#key, additional: { data, signature: sign(data, this.#secretKey) } })
    if (opened.member.response === null) throw new TypeError('a request is answered once')
    return opened.member.response
  }

  #opened(message: Uint8Array): { readonly member: MemberRequest; readonly request: Uint8Array } | undefined {
    try {
      const member = MemberRequest.from(message)
      if (!b4a.equals(member.inviteId, this.#id)) return undefined
      return { member, request: member.open(this.#publicKey) }
    } catch {
      return undefined
    }
  }
}

/** The asking machine's end: makes the request, and reads answers that the inviting machine signed. */
export class InviteTaker {
  readonly #data: Uint8Array

  constructor(
    readonly invite: Invite,
    asking: AskingDevice,
  ) {
    this.#data = encodeDevice(asking)
  }

  /** What the words follow from. */
  get request(): Uint8Array {
    return this.#data
  }

  /** The same bytes each time. */
  message(): Uint8Array {
    return this.#candidate().encode()
  }

  /** undefined for what the inviting machine did not send to this one. */
  read(message: Uint8Array): PairingAnswer | undefined {
    try {
      const data = this.#candidate().handleResponse(message)?.data ?? undefined
      if (data === undefined) return undefined
      const { publicKey, signature, ...answer } = decode(answerBytes, data)
      const isInviter = b4a.equals(inviterOf(publicKey), this.invite.inviter)
      const isSigned = isInviter && verify(signable(this.invite, this.#data, answer), signature, publicKey)
      return isSigned ? { outcome: answer.outcome, payload: answer.payload.slice() } : undefined
    } catch {
      return undefined
    }
  }

  /** Made anew for each answer, since one is good for one answer only. */
  #candidate(): CandidateRequest {
    const { seed, key } = inviteKeys(this.invite)
    return new CandidateRequest({ seed, discoveryKey: discoveryKey(key) }, this.#data)
  }
}
