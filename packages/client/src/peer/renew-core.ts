import type { CoreKey } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { RenewCore, RenewedCore } from '../api/repositories.js'
import { joinFirst } from '../repository/append-checked.js'
import type { LiveLog } from '../repository/live-log.js'
import { findRepository, handleOf } from './find-repository.js'
import type { HomeParts } from './home-parts.js'
import { publishedTo } from './write-call.js'

/** Whether the core can never write again, as far as is known here. */
const isSpent = async (live: LiveLog, core: CoreKey): Promise<boolean> => {
  const { state } = live.log.ownHead(core)
  if (state === 'forked' || state === 'behind') return true
  return (await live.engine.queries.cores()).some((view) => view.core === core && view.blacklisted !== undefined)
}

/** Has this home write with another core in the repository from now on, and joins with it, so that it can be given a role. */
export const renewCore = async (home: HomeParts, input: RenewCore): Promise<Answer<RenewedCore>> => {
  const found = findRepository(home.file, input.repo)
  if (!found.ok) return found
  const live = await home.open.get(found.value.id)
  const replaced = await live.log.ownCore()
  if (!(await isSpent(live, replaced))) {
    const message = `the core of this home in ${found.value.name} can write; a new one would begin without its role`
    return fail({ code: 'invalid', message })
  }
  const core = await live.log.renewOwnCore()
  const joined = await live.exclusively(() => joinFirst(live, core, home.clock()))
  // Where nothing of the repository is here yet, the core joins with its first write.
  if (!joined.ok && joined.failure.code !== 'unreachable') return joined
  if (input.offline !== true) await home.network.connect(live.log, home.limits.publishWaitMs)
  const length = live.engine.applied(core)?.length ?? 0
  const published = input.offline === true ? 0 : await publishedTo(home, live, core, length)
  return answer({ ...handleOf(found.value), core, replaced, published })
}
