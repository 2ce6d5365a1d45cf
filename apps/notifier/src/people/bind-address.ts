import { provesAddress } from '@hypergit/client'
import { toZ32, type UserId } from '@hypergit/domain'
import type { TransactionalSql } from '../schema/sql.js'
import { requestSubscription, type RequestOutcome } from '../subscriptions/request-subscription.js'
import type { LinkKeys } from '../tokens/link-keys.js'
import { readChallenge } from './address-challenge.js'

export interface BindingRequest {
  readonly user: UserId
  readonly email: string
  readonly challenge: string
  readonly proof: Uint8Array
  /** Whom the limit per client counts against: an opaque mark of their network address. */
  readonly client: string
}

/** Why a request was not looked at further; unlike what is known of an address, its sender is told. */
export type RefusedBinding = 'expired-challenge' | 'forged-proof'
export type BindingOutcome =
  | RequestOutcome
  | { readonly outcome: 'refused'; readonly reason: RefusedBinding; readonly detail: string }

const refused = (reason: RefusedBinding, detail: string): BindingOutcome => ({ outcome: 'refused', reason, detail })

/** Plans a confirmation for an address that a user's device signed for; mails go to it once its owner has confirmed. */
export const bindAddress = async (
  sql: TransactionalSql,
  keys: LinkKeys,
  origin: string,
  { user, email, challenge, proof, client }: BindingRequest,
  nowMs: number,
): Promise<BindingOutcome> => {
  switch (readChallenge(keys.all, user, challenge, nowMs)) {
    case 'forged':
      return refused('forged-proof', 'the challenge is not one of this mirror for that user')
    case 'expired':
      return refused('expired-challenge', 'the challenge has expired: ask for another one')
    case 'good':
      break
  }
  if (!provesAddress(proof, { user, origin, challenge, email }))
    return refused('forged-proof', `the proof is none of that user for this address at ${origin}`)
  const followed = { about: 'user', log: user, thread: user, threadTitle: toZ32(user).slice(0, 8) } as const
  return requestSubscription(sql, { ...followed, email, level: 'all', client }, nowMs)
}
