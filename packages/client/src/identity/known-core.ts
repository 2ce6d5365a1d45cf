import type { CoreKey, LogId, UserId, UserView } from '@hypergit/domain'
import type { IdentityState, KnownCore } from '../api/identities.js'
import type { HomeParts } from '../peer/home-parts.js'
import type { LiveLog } from '../repository/live-log.js'

const stateOf = (repository: LogId, core: CoreKey, view: UserView | undefined): IdentityState => {
  const link = view?.links.find((one) => one.core === core && one.repository === repository)
  if (link === undefined) return 'maybe'
  return link.linked ? 'confirmed' : 'disowned'
}

/** Who a core is shown as: by its claim, and by what the log of the user that it claims says. */
export const knownCore = (
  repository: LogId,
  core: CoreKey,
  user: UserId | undefined,
  view: UserView | undefined,
): KnownCore => {
  if (user === undefined) return { core, identity: 'anonymous' }
  const name = view?.name ?? ''
  return { core, identity: stateOf(repository, core, view), user, ...(name === '' ? {} : { name }) }
}

/** Everybody who claims to be somebody in a repository; who is not among them is anonymous. */
export const knownCores = async (home: HomeParts, live: LiveLog): Promise<readonly KnownCore[]> => {
  const views = new Map<UserId, UserView | undefined>()
  const known: KnownCore[] = []
  for (const { core, user } of await live.engine.queries.cores()) {
    if (user === undefined) continue
    if (!views.has(user)) views.set(user, await home.followed.view(user))
    known.push(knownCore(live.log.id, core, user, views.get(user)))
  }
  return known
}
