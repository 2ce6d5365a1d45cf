import { type CoreKey, founderOf, toZ32 } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { Remains } from '../api/identities.js'
import type { RenewedCore } from '../api/repositories.js'
import type { HomeParts } from '../peer/home-parts.js'
import { handleOf } from '../peer/find-repository.js'
import { publishedTo } from '../peer/write-call.js'
import { joinFirst } from '../repository/append-checked.js'
import type { LiveLog } from '../repository/live-log.js'
import { claimPlan, isRevoked } from './claim-plan.js'
import { machinesOf } from './machines.js'

interface Named {
  readonly core: CoreKey
  readonly name: string
}

/** What remains of a person in one repository, and how they go on. */
export const remainsOf = async (home: HomeParts, live: LiveLog, name: string): Promise<Remains> => {
  const core = await live.log.ownCore()
  const own = home.user.get()
  const { queries } = live.engine
  const view = await queries.identity(core)
  const claimants = own === undefined ? [] : await queries.claimants(own.keys.user)
  const machines = own === undefined ? [] : await machinesOf(own, live.log.id)
  const names = new Map(machines.map((machine) => [machine.core, machine.name]))
  const gone = new Set(machines.filter(isRevoked).map((machine) => machine.core))
  const confirmed = claimants.filter((one) => one.standing !== 'held' && !one.unpaired && one.core !== core)
  const named = (one: { readonly core: CoreKey }): Named => ({ core: one.core, name: names.get(one.core) ?? '' })
  const remaining = confirmed.filter((one) => !gone.has(one.core)).map(named)
  const revoked = confirmed.filter((one) => gone.has(one.core)).map(named)
  const waits = view.standing === 'held' || view.unpaired === true
  const isVain = view.user === undefined && (await claimPlan(home, live, core)).kind === 'unclaimed'
  const state = stateOf({ claimed: view.user !== undefined, waits, isVain, confirmed: confirmed.length, remaining })
  const { role } = await queries.gitRights(core)
  return {
    repository: live.log.id,
    name,
    core,
    state,
    role,
    remaining,
    revoked,
    startAgain: state === 'lost' && waits,
    steps: [
      ...(state === 'waiting' && view.unpaired === true
        ? [givenUp(core, name)]
        : stepsOf(state, name, core, remaining, waits)),
      ...revoked.flatMap((one) => revokedSteps(one, name, live, view.standing === 'first-linked')),
    ],
  }
}

interface Facts {
  readonly claimed: boolean
  readonly waits: boolean
  readonly isVain: boolean
  readonly confirmed: number
  readonly remaining: readonly Named[]
}

const stateOf = ({ claimed, waits, isVain, confirmed, remaining }: Facts): Remains['state'] => {
  if (claimed && !waits) return 'fine'
  if (waits) return remaining.length > 0 ? 'waiting' : 'lost'
  return isVain && confirmed > 0 && remaining.length === 0 ? 'lost' : 'unclaimed'
}

const shell = (text: string): string => (/^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

const calledOr = ({ core, name }: Named): string => (name === '' ? toZ32(core).slice(0, 8) : name)

const stepsOf = (
  state: Remains['state'],
  name: string,
  core: CoreKey,
  remaining: readonly Named[],
  waits: boolean,
): readonly string[] => {
  switch (state) {
    case 'fine':
      return []
    case 'unclaimed':
      return [`This core claims nobody here. To have it count as yours: hypergit identity claim -R ${shell(name)}`]
    case 'waiting':
      return [
        `Start one of these machines, and let it run: ${remaining.map(calledOr).join(', ')}. It confirms this one by itself: hypergit seed`,
        `Or pair by hand, there: hypergit identity pair ${toZ32(core)} -R ${shell(name)}`,
      ]
    case 'lost':
      return [
        ...(waits
          ? [
              `No machine is left that could confirm this core. Write with a new one: hypergit identity lost --start-again -R ${shell(name)}`,
            ]
          : []),
        `Ask an admin of ${name} to give ${waits ? 'the new core' : 'this core'} your role${waits ? '' : `: hypergit role set ${toZ32(core)} ROLE -R ${shell(name)}`}`,
        'It writes there without claiming you: a claim would have it wait for the cores that are lost. What these wrote stays yours.',
      ]
    default:
      return state satisfies never
  }
}

/** Who was given up on purpose is not paired with by itself again. */
const givenUp = (core: CoreKey, name: string): string =>
  `This core was given up. If that was a mistake, pair again on both machines, here with the other's core and there with this one: hypergit identity pair ${toZ32(core)} -R ${shell(name)}`

/** A revoked machine still acts in the repository with its person's role. */
const revokedSteps = (one: Named, name: string, live: LiveLog, isFirst: boolean): readonly string[] => {
  const said = `The revoked machine ${calledOr(one)} still counts as you here.`
  if (isFirst) return [`${said} Give it up: hypergit identity unpair ${toZ32(one.core)} -R ${shell(name)}`]
  return one.core === founderOf(live.log.id)
    ? [`${said} It founded the repository, so nobody can take that from it: found the repository anew, or fork it.`]
    : [`${said} It was first here, so only an admin can stop it: hypergit ban ${toZ32(one.core)} -R ${shell(name)}`]
}

/** Has this home write with a new core that claims nobody, where the one in use waits for machines that are lost. */
export const startAgain = async (
  home: HomeParts,
  live: LiveLog,
  name: string,
  offline: boolean,
): Promise<Answer<RenewedCore>> => {
  const remains = await remainsOf(home, live, name)
  if (!remains.startAgain) {
    const message = `this home's core in ${name} is not lost (${remains.state}), so it is kept`
    return fail({ code: 'invalid', message })
  }
  await home.file.setAnonymous(live.log.id, true)
  const core = await live.log.renewOwnCore()
  const joined = await live.exclusively(() => joinFirst(live, core, home.clock()))
  if (!joined.ok && joined.failure.code !== 'unreachable') return joined
  if (!offline) await home.network.connect(live.log, home.limits.publishWaitMs)
  const length = live.engine.applied(core)?.length ?? 0
  const published = offline ? 0 : await publishedTo(home, live, core, length)
  return answer({ ...handleOf({ id: live.log.id, name }), core, replaced: remains.core, published })
}
