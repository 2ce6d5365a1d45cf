import { toZ32 } from '@hypergit/domain'
import { z } from 'zod'
import { type Answer, answer, fail } from '../api/failure.js'
import type { AddressInput, BoundAddress } from '../api/mirrors.js'
import { addressText } from '../rules/address-proof.js'
import type { UserKeys } from '../user/user-keys.js'
import { callMirror, mirrorRefused } from './mirror-http.js'

const challengeReply = z.object({ challenge: z.string().max(1_000), origin: z.string().max(1_000) })

/** Another mirror's challenge, or one for another name, would have the user sign for something that they did not ask for. */
const isAt = (origin: string, mirrorUrl: string): boolean =>
  URL.canParse(mirrorUrl) && new URL(mirrorUrl).origin === origin

/** Asks a mirror to mail the home's user at the address what they should hear of themselves; the address is asked to confirm. */
export const bindAddress = async (
  keys: UserKeys,
  { mirrorUrl, email }: AddressInput,
): Promise<Answer<BoundAddress>> => {
  const user = toZ32(keys.user)
  const asked = await callMirror({ origin: mirrorUrl, method: 'POST', path: `/api/users/${user}/challenge`, body: {} })
  if (!asked.ok) return asked
  const parsed = challengeReply.safeParse(asked.value)
  if (!parsed.success) return fail(mirrorRefused(200, 'the mirror answered something that is no challenge'))
  const { challenge, origin } = parsed.data
  if (!isAt(origin, mirrorUrl)) {
    const message = `the mirror at ${mirrorUrl} says that it is ${origin.slice(0, 200)}; nothing was signed. If that is the one you mean, ask it there`
    return fail({ code: 'invalid', message })
  }
  const proof = Buffer.from(keys.attest(addressText({ user: keys.user, origin, challenge, email }))).toString('base64')
  const path = `/api/users/${user}/subscriptions`
  const sent = await callMirror({ origin: mirrorUrl, method: 'POST', path, body: { email, challenge, proof } })
  return sent.ok ? answer({ user: keys.user, accepted: true }) : sent
}
