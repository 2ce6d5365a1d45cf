import { type Action, actionProblem, type CoreKey, type UserId } from '@hypergit/domain'
import IdentityKey from 'keet-identity-key'
import { type Answer, answer, fail } from '../api/failure.js'
import type { CreatedUser, CreateUser } from '../api/users.js'
import type { HomeParts } from '../peer/home-parts.js'
import { publishedTo } from '../peer/write-call.js'
import { appendChecked, joinFirst } from '../repository/append-checked.js'
import type { LiveLog } from '../repository/live-log.js'
import { deviceDigest } from '../rules/domain-crypto.js'
import { deviceKeyBy } from './device-key.js'
import { type Identity, newPhrase, withIdentity } from './phrase.js'
import type { UserHome } from './user-home.js'

const deviceNameDefault = 'first machine'

/**
 * Founds a user log and makes this home its first device: the founding core, which the identity key signs, says who the user is and authorises this
 * home's own core, and is left alone from then on. The phrase is kept sealed until it is saved. One that was broken off is finished.
 */
export const createUser = async (home: HomeParts, input: CreateUser): Promise<Answer<CreatedUser>> => {
  const { name, device = deviceNameDefault, offline = false } = input
  const problem = namesProblem(name, device)
  if (problem !== undefined) return fail({ code: 'invalid', message: problem })
  const begun = home.user.get()
  const kept = await home.user.phrase.read()
  if (begun !== undefined && (kept === undefined || (await isDevice(begun)))) {
    const message = `this home belongs to ${JSON.stringify((await begun.view()).name)} already: one home, one user`
    return fail({ code: 'invalid', message })
  }
  const phrase = kept ?? newPhrase()
  return withIdentity(phrase, async (identity) => {
    if (kept === undefined) await home.user.phrase.write(phrase)
    const user = begun?.keys.user === identity.user ? begun : await home.user.adopt(deviceKeyBy(identity, home.clock()))
    const founded = await found(home, user, identity, { name, device })
    if (!founded.ok) return founded
    return answer(await created(home, user, offline))
  })
}

const namesProblem = (name: string, device: string): string | undefined => {
  if (name.trim() === '') return 'a user needs a name'
  const authorize = { type: 'device.authorize', core: '0'.repeat(64) as CoreKey, name: device, proof: new Uint8Array() }
  return actionProblem({ type: 'user.create', name }) ?? actionProblem(authorize as Action)
}

const isDevice = async ({ keys, view }: UserHome): Promise<boolean> =>
  (await view()).devices.some(({ core, authorized }) => core === keys.device && authorized)

/** What is there already, from a creation that was broken off, is not written again. */
const found = (
  { clock }: HomeParts,
  { keys, live }: UserHome,
  { keyPair }: Identity,
  names: { readonly name: string; readonly device: string },
): Promise<Answer<undefined>> =>
  live.exclusively(() =>
    live.log.withFounder(keyPair, async (founder) => {
      const proof = phraseProof(keyPair, keys.user, 'device.authorize', keys.device)
      const actions: readonly Action[] = [
        { type: 'user.create', name: names.name },
        { type: 'device.authorize', core: keys.device, name: names.device, proof },
      ]
      for (const action of actions.slice(live.engine.applied(founder)?.length ?? 0)) {
        const appended = await appendChecked(live, founder, [action], clock())
        if (!appended.ok) return appended
      }
      return joinFirst(live, keys.device, clock())
    }),
  )

/** By the identity key itself, so that it counts whoever writes it. */
export const phraseProof = (
  identity: Identity['keyPair'],
  user: UserId,
  action: 'device.authorize' | 'device.revoke',
  device: CoreKey,
): Uint8Array => IdentityKey.attestData(deviceDigest(user, action, device), identity)

const created = async (home: HomeParts, { keys, live, view }: UserHome, offline: boolean): Promise<CreatedUser> => {
  if (!offline) await home.network.connect(live.log, home.limits.publishWaitMs)
  const published = offline ? 0 : await publishedAs(home, live, keys.device)
  const { name } = await view()
  return { user: keys.user, device: keys.device, name, published, recoverySaved: false }
}

/** How many peers have what this home has said of its user. */
export const publishedAs = (home: HomeParts, live: LiveLog, device: CoreKey): Promise<number> =>
  publishedTo(home, live, device, live.engine.applied(device)?.length ?? 0)
