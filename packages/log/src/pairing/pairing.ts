import type { Invite } from './invite.js'
import type { InviteOptions, OpenInvite, TakeInviteOptions } from './pairing-api.js'
import type { AskingDevice } from './pairing-messages.js'
import { pairingWords } from './pairing-words.js'

// Loaded by who pairs: no other command waits for a swarm.

/**
 * Makes an invite, which can be found when this resolves, and is there for who knows it until it is closed or expires. Rejects with a PairingError
 * PAIRING_STOPPED, or a LogError BAD_BOOTSTRAP.
 */
export const openInvite = async (options: InviteOptions): Promise<OpenInvite> => {
  const { holdInvite } = await import('./hold-invite.js')
  return holdInvite(options)
}

/** Asks the inviting machine to be let in, and resolves with what it gave. Rejects with a PairingError, or a LogError BAD_BOOTSTRAP. */
export const takeInvite = async (
  invite: Invite,
  device: AskingDevice,
  options: TakeInviteOptions,
): Promise<Uint8Array> => {
  const { askInviter } = await import('./ask-inviter.js')
  return askInviter(invite, device, options)
}

/** The words that the machine shows that asks to be let in; the inviting one shows the same, unless somebody else asked. */
export const wordsToCompare = async (invite: Invite, device: AskingDevice): Promise<readonly string[]> => {
  const { encodeDevice } = await import('./pairing-messages.js')
  return pairingWords(invite, encodeDevice(device))
}
