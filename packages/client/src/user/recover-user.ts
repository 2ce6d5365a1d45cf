import { type Action, actionProblem, type CoreKey, type DeviceView } from '@hypergit/domain'
import { type Answer, answer, type Failure, fail } from '../api/failure.js'
import type { RecoveredUser, RecoverUser } from '../api/users.js'
import { fetchLog } from '../peer/fetch-log.js'
import type { HomeParts } from '../peer/home-parts.js'
import { publishedTo } from '../peer/write-call.js'
import { appendChecked, joinFirst } from '../repository/append-checked.js'
import type { LiveLog } from '../repository/live-log.js'
import { phraseProof } from './create-user.js'
import { deviceKeyBy } from './device-key.js'
import { countingDevices, findDevices } from './find-device.js'
import { type Identity, parsePhrase, withIdentity } from './phrase.js'
import { deviceState, deviceWarnings } from './user-summary.js'

const waitMsDefault = 30_000
const deviceNameDefault = 'recovered machine'

/**
 * Makes this home a device of the user whose phrase it is, and revokes lost ones, by the identity key itself. That is written to the founding core, which
 * everybody who has the user log takes; so its whole history is fetched first, and somebody has to be there who can say that it is whole.
 */
export const recoverUser = async (home: HomeParts, input: RecoverUser): Promise<Answer<RecoveredUser>> => {
  const phrase = parsePhrase(input.phrase)
  if (!phrase.ok) return phrase
  const problem = deviceNameProblem(input.device ?? deviceNameDefault)
  if (problem !== undefined) return fail({ code: 'invalid', message: problem })
  return withIdentity(phrase.value, (identity) => recover(home, identity, input))
}

/** Why a device cannot be called so. */
export const deviceNameProblem = (name: string): string | undefined => {
  if (name.trim() === '') return 'a device needs a name'
  const core = '0'.repeat(64) as CoreKey
  return actionProblem({ type: 'device.authorize', core, name, proof: new Uint8Array() })
}

const recover = async (home: HomeParts, identity: Identity, input: RecoverUser): Promise<Answer<RecoveredUser>> => {
  const known = home.user.get()
  if (known !== undefined && known.keys.user !== identity.user) {
    const { name } = await known.view()
    const message = `this home belongs to ${JSON.stringify(name)}, and the phrase is another user's: begin a new home for them, by another HYPERGIT_HOME`
    return fail({ code: 'invalid', message })
  }
  const isOpen = home.open.isOpen(identity.user)
  const live = known?.live ?? (await home.open.user(identity.user))
  const written = await fetchAndWrite(home, live, identity, input)
  if (!written.ok) {
    if (!isOpen) {
      await home.network.leave(live.log)
      await home.open.release(identity.user)
    }
    return written
  }
  const { device, revoked, published } = written.value
  const user = await home.user.adopt(deviceKeyBy(identity, home.clock()))
  // Whoever typed the phrase has it.
  await home.user.phrase.remove()
  const view = await user.view()
  const warnings = deviceWarnings(view, device)
  return answer({ user: identity.user, device, view, revoked, published, warnings })
}

interface Recovered {
  readonly device: CoreKey
  readonly revoked: readonly DeviceView[]
  readonly published: number
}

const fetchAndWrite = async (
  home: HomeParts,
  live: LiveLog,
  identity: Identity,
  { device: name = deviceNameDefault, revoke = [], revokeAll = false, waitMs = waitMsDefault }: RecoverUser,
): Promise<Answer<Recovered>> => {
  if (!(await fetchLog(home, live, waitMs))) return unreachable(waitMs)
  const found = findDevices(await live.engine.queries.user(), revoke)
  if (!found.ok) return found
  return live.log.withFounder(identity.keyPair, async (founder) => {
    const { state } = await live.log.awaitOwnHead(founder, waitMs)
    if (state === 'forked') return fail(spent)
    if (state !== 'confirmed') return unreachable(waitMs)
    await live.settled()
    const device = await usableCore(live)
    const appended = await live.exclusively(async () => {
      const view = await live.engine.queries.user()
      const others = countingDevices(view).filter(({ core }) => core !== device)
      const revoked = revokeAll ? others : found.value.filter(({ core }) => core !== device)
      const actions: readonly Action[] = [
        ...(deviceState(view, device) === 'authorized' ? [] : [authorized(identity, device, name)]),
        ...revoked.map(({ core }) => revocation(identity, core)),
      ]
      const written = await appendChecked(live, founder, actions, home.clock())
      if (!written.ok) return written
      const joined = await joinFirst(live, device, home.clock())
      return joined.ok ? answer({ revoked, length: written.value.length }) : joined
    })
    if (!appended.ok) return appended
    const { revoked, length } = appended.value
    return answer({ device, revoked, published: await publishedTo(home, live, founder, length) })
  })
}

const authorized = ({ keyPair, user }: Identity, core: CoreKey, name: string): Action => ({
  type: 'device.authorize',
  core,
  name,
  proof: phraseProof(keyPair, user, 'device.authorize', core),
})

const revocation = ({ keyPair, user }: Identity, core: CoreKey): Action => ({
  type: 'device.revoke',
  core,
  proof: phraseProof(keyPair, user, 'device.revoke', core),
})

/** This home's core in the user log; another one where it was revoked, since what is revoked stays so. */
export const usableCore = async (live: LiveLog): Promise<CoreKey> => {
  const core = await live.log.ownCore()
  const { state } = live.log.ownHead(core)
  const isSpent = state === 'forked' || state === 'behind'
  return isSpent || deviceState(await live.engine.queries.user(), core) === 'revoked' ? live.log.renewOwnCore() : core
}

/** Two recoveries that did not know of each other: what either says from there on counts nowhere. */
const spent: Failure = {
  code: 'unwritable',
  message:
    "two recoveries of this user were made at once, so that the phrase can say nothing new in the user's log: authorise this machine from one that counts, by hypergit user invite",
}

const unreachable = (waitMs: number) =>
  fail({
    code: 'unreachable',
    message: `nobody who has the user log answered within ${waitMs} ms; one of the user's machines, or a mirror that follows the user, has to be there: hypergit seed`,
  })
