import { type CoreKey, type IdentityView, toZ32 } from '@hypergit/domain'
import type { IdentityDetail, IdentityState } from '../api/identities.js'
import type { HomeParts } from '../peer/home-parts.js'
import type { LiveLog } from '../repository/live-log.js'
import { strikesMax } from '../repository/refusal.js'
import type { Following } from './followed-users.js'
import { knownCore } from './known-core.js'
import { waitingOf } from './waiting.js'

/** One core with everything by which it is shown as what it is. */
export const identityDetail = async (home: HomeParts, live: LiveLog, core: CoreKey): Promise<IdentityDetail> => {
  const view = await live.engine.queries.identity(core)
  const user = view.user === undefined ? undefined : await home.followed.view(view.user)
  const known = knownCore(live.log.id, core, view.user, user)
  const own = await live.log.ownCore()
  const waiting = core === own ? await waitingOf(live, core, home.user.get()) : undefined
  return {
    ...known,
    view,
    because: [
      ...becauseOfLog(
        known.identity,
        view,
        view.user === undefined ? 'none' : await home.followed.following(view.user),
      ),
      ...becauseOfRepository(view),
      ...(waiting === undefined ? [] : [`What it writes is ${waiting.text}.`]),
    ],
    ...(waiting === undefined ? {} : { waiting }),
  }
}

const short = (id: string): string => toZ32(id).slice(0, 8)

const unlisted: Readonly<Record<Following, string>> = {
  own: 'Your user log does not list it.',
  followed: 'The log of that user does not list it, yet.',
  fetching: 'The log of that user has not arrived, so whether it lists this core is unknown.',
  'too-large': 'The log of that user is larger than this home follows one, so whether it lists this core is unknown.',
  none: 'The log of that user is not here, so whether it lists this core is unknown.',
}

/** What the user's own log says of the core. */
const becauseOfLog = (state: IdentityState, { user, claim }: IdentityView, following: Following): string[] => {
  if (user === undefined || claim === undefined) return ['It has claimed nobody here.']
  const claimed = `It claims to be ${short(user)} by op ${short(claim)}, with a proof that holds.`
  switch (state) {
    case 'confirmed':
      return [claimed, 'The log of that user lists it as theirs.']
    case 'disowned':
      return [claimed, 'The log of that user has taken it off its list: they say it is not theirs.']
    default:
      return [claimed, unlisted[following]]
  }
}

/** What the repository's own log says, which alone decides what counts. */
const becauseOfRepository = ({ core, standing, firstLinked, pairs, unpairs, unpaired, strikes }: IdentityView) => {
  const lines: string[] = []
  if (standing === 'first-linked') lines.push('It is the first core of that user here, for which the others count.')
  if (standing === 'confirmed') {
    const both = pairs.filter(({ by, strike }) => by === core && !strike).map((pair) => pair.core)
    const mutual = [...new Set(both)].filter((other) => pairs.some((pair) => pair.by === other && pair.core === core))
    lines.push(`It is paired with ${mutual.map(short).join(', ')}, so it counts as the same person.`)
  }
  if (standing === 'held' && firstLinked !== undefined)
    lines.push(`It is held until it and a confirmed core have paired; the first one is ${short(firstLinked)}.`)
  if (unpaired === true)
    lines.push(
      `It was given up by ${unpairs.map(({ by }) => short(by)).join(', ')}, and has not been paired again since.`,
    )
  if (strikes.length > 0)
    lines.push(`It has ${strikes.length} of ${strikesMax} strikes, for pairing with cores of somebody else.`)
  return lines
}
