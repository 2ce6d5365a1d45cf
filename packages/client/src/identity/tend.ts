import type { CoreKey, OpId, RepositoryAction } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { Tended } from '../api/identities.js'
import { beforeAppend } from '../peer/before-append.js'
import type { HomeParts } from '../peer/home-parts.js'
import { appendChecked } from '../repository/append-checked.js'
import type { LiveLog } from '../repository/live-log.js'
import type { UserHome } from '../user/user-home.js'
import { claimPlan, isAuthorized, isRevoked } from './claim-plan.js'
import { isTrusted, type Machine, machinesOf } from './machines.js'
import { counterparts } from './pair.js'

/** Pairs of one look. */
const pairsMax = 64
/** A client cites only what is at most this far ahead of its clock (docs/protocol.md, section 3), ms. */
const citedAheadMsMax = 5 * 60 * 1000

/**
 * What a running machine does for its user in a repository without being asked: claims where the user takes part already, lists its core in the
 * user's log, pairs with the cores that this log lists, and gives up those of machines that were revoked. Does nothing twice.
 */
export const tend = async (home: HomeParts, live: LiveLog, offline: boolean): Promise<Answer<Tended>> => {
  const own = home.user.get()
  const nothing = { repository: live.log.id, claimed: false, linked: false, paired: [], unpaired: [] }
  if (own === undefined || home.file.isAnonymous(live.log.id) || !(await isAuthorized(own))) return answer(nothing)
  const core = await live.log.ownCore()
  if (!(await isAnythingDue(home, own, live, core))) return answer(nothing)
  const { blocked, connecting } = await beforeAppend(home, live, core, offline || isConfirmed(live, core))
  if (blocked !== undefined) return fail(blocked)
  const done = await live.exclusively(async () => {
    const machines = await machinesOf(own, live.log.id)
    const claim = await dueClaim(home, live, core, machines)
    const claimed = claim === undefined ? undefined : await appendChecked(live, core, [claim], home.clock())
    if (claimed?.ok === false) return claimed
    const actions = await dueActions(home, own, live, core, machines)
    const appended = actions.length === 0 ? undefined : await appendChecked(live, core, actions, home.clock())
    return appended?.ok === false ? appended : answer({ claimed: claim !== undefined, actions })
  })
  await connecting
  if (!done.ok) return done
  const linked = await linkCore(home, own, live, core, offline)
  if (!linked.ok) return linked
  return answer({ ...nothing, claimed: done.value.claimed, linked: linked.value, ...told(done.value.actions) })
}

/** Nobody has to be asked for it any more, and nothing waited for. */
const isConfirmed = (live: LiveLog, core: CoreKey): boolean => live.log.ownHead(core).state === 'confirmed'

const told = (actions: readonly Due[]): Pick<Tended, 'paired' | 'unpaired'> => ({
  paired: actions.filter(({ type }) => type === 'identity.pair').map(({ core }) => core),
  unpaired: actions.filter(({ type }) => type === 'identity.unpair').map(({ core }) => core),
})

type Due = Extract<RepositoryAction, { readonly type: 'identity.pair' | 'identity.unpair' }>

const isAnythingDue = async (home: HomeParts, own: UserHome, live: LiveLog, core: CoreKey): Promise<boolean> => {
  const machines = await machinesOf(own, live.log.id)
  if ((await dueClaim(home, live, core, machines)) !== undefined) return true
  if ((await dueActions(home, own, live, core, machines)).length > 0) return true
  return isLinkDue(own, live, core, machines)
}

/** A repository where nobody knows the user yet hears of them with the first write, not before. */
const dueClaim = async (home: HomeParts, live: LiveLog, core: CoreKey, machines: readonly Machine[]) => {
  if (!machines.some((one) => one.linked && one.core !== core)) return undefined
  const plan = await claimPlan(home, live, core)
  return plan.kind === 'claim' ? plan.action : undefined
}

const dueActions = async (
  home: HomeParts,
  own: UserHome,
  live: LiveLog,
  core: CoreKey,
  machines: readonly Machine[],
): Promise<readonly Due[]> => {
  const view = await live.engine.queries.identity(core)
  if (view.user !== own.keys.user) return []
  const trusted = new Set(machines.filter(isTrusted).map((one) => one.core))
  const paired = new Set(view.pairs.filter(({ by }) => by === core).map((pair) => pair.core))
  const blacklisted = await blacklistedCores(live)
  const claims = new Map(view.cores.map((one) => [one.core, one.claim]))
  const pairs: Due[] = []
  for (const other of counterparts(view)) {
    if (pairs.length === pairsMax) break
    if (!trusted.has(other) || paired.has(other) || blacklisted.has(other)) continue
    if (await isCitable(home, live, claims.get(other))) pairs.push({ type: 'identity.pair', core: other })
  }
  if (view.standing !== 'first-linked' || view.unpaired === true) return pairs
  const revoked = new Set(machines.filter(isRevoked).map((one) => one.core))
  const given = view.cores.filter((one) => one.standing === 'confirmed' && !one.unpaired && revoked.has(one.core))
  return [...pairs, ...given.map((one): Due => ({ type: 'identity.unpair', core: one.core }))]
}

/** A pair that could not cite the other's claim would never count, and be there all the same. */
const isCitable = async (home: HomeParts, live: LiveLog, claim: OpId | undefined): Promise<boolean> => {
  const op = claim === undefined ? undefined : await live.engine.queries.op(claim)
  return op !== undefined && op.effective.at <= home.clock() + citedAheadMsMax
}

const blacklistedCores = async (live: LiveLog): Promise<ReadonlySet<CoreKey>> => {
  const cores = await live.engine.queries.cores()
  return new Set(cores.filter((one) => one.blacklisted !== undefined).map((one) => one.core))
}

/** A core that its user has taken off the list stays off it. */
const isLinkDue = async (own: UserHome, live: LiveLog, core: CoreKey, machines: readonly Machine[]): Promise<boolean> =>
  !machines.some((one) => one.core === core) && (await live.engine.queries.identity(core)).user === own.keys.user

/** Lists this home's core in the user's log, once it has claimed. */
const linkCore = async (
  home: HomeParts,
  own: UserHome,
  live: LiveLog,
  core: CoreKey,
  offline: boolean,
): Promise<Answer<boolean>> => {
  const isDue = async () => isLinkDue(own, live, core, await machinesOf(own, live.log.id))
  if (!(await isDue())) return answer(false)
  const isQuiet = offline || isConfirmed(own.live, own.keys.device)
  const { blocked, connecting } = await beforeAppend(home, own.live, own.keys.device, isQuiet)
  if (blocked !== undefined) return fail(blocked)
  const linked = await own.live.exclusively(async () => {
    if (!(await isDue())) return answer(false)
    const link = { type: 'core.link', repository: live.log.id, core } as const
    const appended = await appendChecked(own.live, own.keys.device, [link], home.clock())
    return appended.ok ? answer(true) : appended
  })
  await connecting
  return linked
}
