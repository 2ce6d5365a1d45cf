import { coreKey } from '@hypergit/domain'
import { deviceKeyBy } from '../user/device-key.js'
import { newPhrase, withIdentity } from '../user/phrase.js'
import { type UserKeys, userKeys } from '../user/user-keys.js'

/** The keys of a new user's first device, without a home. */
export const madeUser = async (): Promise<UserKeys> => {
  const key = await withIdentity(newPhrase(), (identity) => Promise.resolve(deviceKeyBy(identity, 1_000)))
  return userKeys(key, coreKey('d'.repeat(64)))
}
