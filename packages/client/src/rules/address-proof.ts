import { toZ32, type UserId } from '@hypergit/domain'
import b4a from 'b4a'
import { attests } from './domain-crypto.js'

/** What binds an address to a user, at one mirror and for as long as its challenge is good. */
export interface AddressBinding {
  readonly user: UserId
  /** Origin of the mirror, so that what is signed for one is of no use to another. */
  readonly origin: string
  readonly challenge: string
  readonly email: string
}

/** Devices through which a user may attest an address, as for a claim. */
const chainMax = 8

/** What is attested: longer than any digest, and beginning with what it is for, so that it stands for nothing else. */
export const addressText = ({ user, origin, challenge, email }: AddressBinding): Uint8Array =>
  b4a.from(
    ['hypergit/address/1', origin, toZ32(user), challenge, email]
      .map((part) => `${part.replaceAll('\n', ' ')}\n`)
      .join(''),
  )

/** Whether one of the user's devices attested it. Total on any bytes; a device that was revoked since can still sign. */
export const provesAddress = (proof: Uint8Array, binding: AddressBinding): boolean =>
  attests(proof, binding.user, addressText(binding), chainMax)
