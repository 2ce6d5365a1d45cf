import type { AskingDevice } from '@hypergit/log'
import { type Answer, answer, fail } from '../../api/failure.js'
import type { HomeParts } from '../../peer/home-parts.js'
import type { UserHome } from '../user-home.js'
import { deviceState, deviceWarnings } from '../user-summary.js'
import { writeAsUser } from '../write-as-user.js'

/** Why this machine may invite nobody. */
export const invitingProblem = async ({ keys, view }: UserHome): Promise<string | undefined> => {
  const [warning] = deviceWarnings(await view(), keys.device)
  if (warning !== undefined) return warning
  return keys.attestDevice(keys.devicePublicKey) === undefined ? chainIsFull : undefined
}

const chainIsFull =
  'this machine was invited by one that was invited, and so on, as often as may be: invite from one of your older machines, or run `hypergit user recover` on the new one'

/** Writes to the user log that the machine counts, and answers the proof that its key is the user's. */
export const authorizeDevice = async (
  home: HomeParts,
  user: UserHome,
  { core, attestKey, name }: AskingDevice,
): Promise<Answer<Uint8Array>> => {
  const proof = user.keys.attestDevice(attestKey)
  if (proof === undefined) return fail({ code: 'unwritable', message: chainIsFull })
  const state = deviceState(await user.view(), core)
  switch (state) {
    // It counts, and has lost its key.
    case 'authorized':
      return answer(proof)
    case 'revoked':
      return fail({
        code: 'invite-denied',
        message: `the machine that asks, ${JSON.stringify(name)}, was revoked before, and a revoked core stays so`,
      })
    case 'unknown': {
      const written = await writeAsUser(home, user, [{ type: 'device.authorize', core, name, proof }], false)
      return written.ok ? answer(proof) : written
    }
    default:
      return state satisfies never
  }
}
