import { deferred } from './deferred.js'
import type { Invite } from './invite.js'
import type { TakeInviteOptions } from './pairing-api.js'
import { type PairingCode, PairingError } from './pairing-error.js'
import { type AskingDevice, InviteTaker, type PairingAnswer, pairingTopic } from './pairing-messages.js'
import { openPairingSwarm, type PairingConnection } from './pairing-swarm.js'

/** Whoever else is found under the topic has this long to answer as the inviting machine does. */
const patienceMs = 5_000
/** How often the inviting machine is looked for. */
const lookMs = 1_500

const refusals: Readonly<Record<Exclude<PairingAnswer['outcome'], 'waiting' | 'authorized'>, PairingCode>> = {
  denied: 'INVITE_DENIED',
  used: 'INVITE_USED',
  expired: 'INVITE_EXPIRED',
}

/** What `takeInvite` of pairing.ts does. */
export const askInviter = async (
  invite: Invite,
  device: AskingDevice,
  { bootstrap, signal, clock = Date.now, waitMs, onWaiting }: TakeInviteOptions,
): Promise<Uint8Array> => {
  const leftMs = invite.expiresAtMs - clock()
  if (leftMs <= 0) throw new PairingError('INVITE_EXPIRED')
  const taker = new InviteTaker(invite, device)
  const given = deferred<Uint8Array>()
  const end = (code: PairingCode): void => given.reject(new PairingError(code))
  const onAbort = (): void => end('PAIRING_STOPPED')
  let reached = false
  const onAnswer = (connection: PairingConnection, message: Uint8Array): void => {
    const answer = taker.read(message)
    if (answer === undefined) return connection.leave()
    connection.trust()
    if (answer.outcome === 'waiting') {
      if (!reached) onWaiting?.()
      reached = true
      return
    }
    connection.send(new Uint8Array(0))
    if (answer.outcome === 'authorized') given.resolve(answer.payload)
    else end(refusals[answer.outcome])
  }
  const swarm = openPairingSwarm({
    bootstrap,
    topic: pairingTopic(invite),
    role: 'client',
    patienceMs,
    onOpen: (connection) => connection.send(taker.message()),
    onClose: () => undefined,
    onMessage: onAnswer,
  })
  const looking = setInterval(() => {
    if (!reached) swarm.refresh()
  }, lookMs)
  const unanswered = setTimeout(() => {
    if (!reached) end('INVITE_UNANSWERED')
  }, waitMs)
  const expiry = setTimeout(() => end('INVITE_EXPIRED'), leftMs)
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted === true) onAbort()
  try {
    return await given.promise
  } finally {
    signal?.removeEventListener('abort', onAbort)
    clearInterval(looking)
    clearTimeout(unanswered)
    clearTimeout(expiry)
    await swarm.close()
  }
}
