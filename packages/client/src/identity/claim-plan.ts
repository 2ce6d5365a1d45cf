import { type CoreKey, founderOf, type IdentityClaim, toZ32 } from '@hypergit/domain'
import type { HomeParts } from '../peer/home-parts.js'
import type { LiveLog } from '../repository/live-log.js'
import type { UserHome } from '../user/user-home.js'
import { type Machine, machinesOf } from './machines.js'

/** What a core of a home has to do to be its user's, and why it should not. */
export type ClaimPlan =
  | { readonly kind: 'claimed' }
  /** `why`: for people, one sentence, where they should know. */
  | { readonly kind: 'unclaimed'; readonly why?: string }
  /** `waits`: what the core writes from then on is held at first. */
  | { readonly kind: 'claim'; readonly action: IdentityClaim; readonly waits: boolean }

/** Whether this home may act for its user: a machine that was revoked does not. */
export const isAuthorized = async ({ keys, view }: UserHome): Promise<boolean> =>
  (await view()).devices.some(({ core, authorized }) => core === keys.device && authorized)

export const isRevoked = ({ device, authorized }: Machine): boolean => device !== undefined && !authorized

/** Whether and how this home's core is to claim the home's user; a role is never given up for it. */
export const claimPlan = async (
  { user }: Pick<HomeParts, 'user'>,
  live: LiveLog,
  core: CoreKey,
): Promise<ClaimPlan> => {
  const own = user.get()
  if (own === undefined) return { kind: 'unclaimed' }
  const { queries } = live.engine
  const claimed = (await queries.identity(core)).user
  if (claimed !== undefined)
    return claimed === own.keys.user ? { kind: 'claimed' } : { kind: 'unclaimed', why: othersClaim }
  if (!(await isAuthorized(own))) return { kind: 'unclaimed', why: revokedMachine }
  const { role, waitsFor } = await queries.claim(core, own.keys.user)
  const machines = await machinesOf(own, live.log.id)
  const why =
    waitsFor === undefined
      ? await unseenMachine(live, core, role, machines)
      : await inVain(live, role, waitsFor, machines, own)
  if (why !== undefined) return { kind: 'unclaimed', why }
  const proof = own.keys.attestClaim(live.log.id, core)
  const action = { type: 'identity.claim', user: own.keys.user, proof } as const
  return { kind: 'claim', action, waits: waitsFor !== undefined }
}

const othersClaim = 'This core has claimed another user, for good: the user of this home is not told of here.'
const revokedMachine =
  'This machine does not count as one of its user’s, so it writes here without saying whose it is: see `hypergit user show`.'

/** A core with a role would lose it where a machine comes to light that claimed before. */
const unseenMachine = async (
  live: LiveLog,
  core: CoreKey,
  role: string,
  machines: readonly Machine[],
): Promise<string | undefined> => {
  if (role === 'normal' || core === founderOf(live.log.id)) return undefined
  const unseen = machines.find((one) => one.linked && one.core !== core && live.engine.applied(one.core) === undefined)
  if (unseen === undefined) return undefined
  return `Your core ${toZ32(unseen.core)} takes part here and has not arrived yet. Until it has, this core keeps its role (${role}) and does not say whose it is: run \`hypergit sync\`.`
}

/** A claim would have the core wait for nobody, or give up a role. */
const inVain = async (
  live: LiveLog,
  role: string,
  waitsFor: CoreKey,
  machines: readonly Machine[],
  { keys }: UserHome,
): Promise<string | undefined> => {
  if (role !== 'normal')
    return `This core is ${role} here. As ${toZ32(waitsFor)}, your first core here, would have to confirm it first, it keeps its role and does not say whose it is. Have an admin give the role to that core and take it from this one, then: \`hypergit identity claim\`.`
  const claimants = await live.engine.queries.claimants(keys.user)
  const confirming = claimants.filter((one) => one.standing !== 'held' && !one.unpaired)
  const revoked = new Set(machines.filter(isRevoked).map((one) => one.core))
  if (confirming.some((one) => !revoked.has(one.core))) return undefined
  return 'None of your machines that took part here is left to confirm this one, so it writes without saying whose it is: see `hypergit identity lost`.'
}
