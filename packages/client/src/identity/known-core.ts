import type { CoreKey, LogId, UserId, UserView } from '@hypergit/domain'
import type { IdentityState, KnownCore } from '../api/identities.js'

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
