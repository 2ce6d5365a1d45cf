import type { CoreKey, IdentityView } from '@hypergit/domain'
import { toZ32 } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { Paired, PairInput } from '../api/identities.js'
import type { HomeParts } from '../peer/home-parts.js'
import type { LiveLog } from '../repository/live-log.js'
import { strikesMax } from '../repository/refusal.js'
import { isRevoked } from './claim-plan.js'
import { findCore } from './find-core.js'
import { isTrusted, type Machine, machinesOf } from './machines.js'
import { writeIdentity } from './write-identity.js'

/** Pairs this home's core with another one of its user, or with all that wait for it. */
export const pairCall = async (home: HomeParts, live: LiveLog, input: PairInput): Promise<Answer<Paired>> => {
  const own = await live.log.ownCore()
  const view = await live.engine.queries.identity(own)
  if (view.user === undefined) {
    const message = 'this core claims nobody here, so it can be paired with nothing: `hypergit identity claim`'
    return fail({ code: 'invalid', message })
  }
  const chosen = input.who === undefined ? await waitingCores(home, live, view) : await namedCore(live, own, input.who)
  if (!chosen.ok) return chosen
  const refused = await refusedMachine(home, live, chosen.value)
  if (refused !== undefined) return fail({ code: 'invalid', message: refused })
  const { acceptStrike = false, offline = false } = input
  const actions = chosen.value.map((core) => ({ type: 'identity.pair', core }) as const)
  if (actions.length === 0) return answer({ ops: [], cores: [], published: 0, warnings: [nobodyWaits] })
  const written = await writeIdentity(home, live, actions, { acceptStrike, offline })
  if (!written.ok) return written
  const { strikes } = await live.engine.queries.identity(own)
  const struck = strikes.length > view.strikes.length ? [strikeWarning(strikes.length)] : []
  return answer({
    ops: written.value.ops.map(({ op }) => op),
    cores: chosen.value,
    published: written.value.published,
    warnings: [...struck, ...written.value.warnings],
  })
}

const nobodyWaits = 'No machine of yours waits to be paired here.'

const strikeWarning = (count: number): string =>
  `That core claims somebody else: nothing came of it but strike ${count} of ${strikesMax}. With the third one everybody ignores this core.`

const namedCore = async (live: LiveLog, own: CoreKey, who: string): Promise<Answer<readonly CoreKey[]>> => {
  const found = await findCore(live, who)
  if (!found.ok) return found
  if (found.value === own) return fail({ code: 'invalid', message: 'a core is not paired with itself' })
  if ((await live.engine.queries.identity(found.value)).user === undefined) {
    const message = `${toZ32(found.value)} claims nobody here, so a pair with it would have no effect. On that machine: hypergit identity claim`
    return fail({ code: 'invalid', message })
  }
  return answer([found.value])
}

/** With whom a core has to pair: a held one with those that are confirmed, a confirmed one with those that are held. */
export const counterparts = ({ core, standing, unpaired, cores }: IdentityView): readonly CoreKey[] => {
  if (standing === undefined || unpaired === true) return []
  return cores
    .filter((one) => one.core !== core && !one.unpaired && (one.standing === 'held') !== (standing === 'held'))
    .map((one) => one.core)
}

/** Those that the user's own log lists; where it says nothing of them, they have to be named. */
const waitingCores = async (
  home: HomeParts,
  live: LiveLog,
  view: IdentityView,
): Promise<Answer<readonly CoreKey[]>> => {
  const waiting = counterparts(view)
  const trusted = new Set((await ownMachines(home, live)).filter(isTrusted).map(({ core }) => core))
  const listed = waiting.filter((core) => trusted.has(core))
  if (listed.length > 0 || waiting.length === 0) return answer(listed)
  return fail({
    code: 'ambiguous',
    message:
      'cores that claim to be yours wait here, and your user log lists none of them: name the one of your other machine (`hypergit repo show` says it there)',
    subject: 'person',
    candidates: waiting.map((core) => ({ ref: toZ32(core), label: 'claims to be you' })),
  })
}

const ownMachines = async ({ user }: HomeParts, live: LiveLog): Promise<readonly Machine[]> => {
  const own = user.get()
  return own === undefined ? [] : machinesOf(own, live.log.id)
}

/** Why one of the cores is not to be trusted with what its user may do: their own log says so. */
const refusedMachine = async (
  home: HomeParts,
  live: LiveLog,
  cores: readonly CoreKey[],
): Promise<string | undefined> => {
  for (const machine of await ownMachines(home, live)) {
    if (!cores.includes(machine.core)) continue
    const core = toZ32(machine.core)
    if (!machine.linked) return `your user log says that ${core} is not yours, so it is not paired with`
    if (isRevoked(machine))
      return `the machine of ${core} was revoked: whoever has it would write as you again, so it is not paired with`
  }
  return undefined
}
