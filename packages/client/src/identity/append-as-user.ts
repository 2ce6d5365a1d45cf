import type { CoreKey, RepositoryAction, UserId } from '@hypergit/domain'
import { type Answer, answer } from '../api/failure.js'
import type { HomeParts } from '../peer/home-parts.js'
import { type Appended, appendChecked, checkActions, joinFirst } from '../repository/append-checked.js'
import type { LiveLog } from '../repository/live-log.js'
import { claimPlan } from './claim-plan.js'

export interface AppendedAsUser extends Appended {
  /** For people, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * As `appendChecked`, for the person whose machine this is: the first write claims their user, unless the repository is to know nothing of them, and
 * comments name it. What would be refused is refused before anything is claimed. To be called within the log's lock.
 */
export const appendAsUser = async (
  home: Pick<HomeParts, 'user' | 'file'>,
  live: LiveLog,
  core: CoreKey,
  actions: readonly RepositoryAction[],
  at: number,
): Promise<Answer<AppendedAsUser>> => {
  const joined = await joinFirst(live, core, at)
  if (!joined.ok) return joined
  const claimed = await claimBefore(home, live, core, actions, at)
  if (!claimed.ok) return claimed
  const { user } = await live.engine.queries.identity(core)
  const appended = await appendChecked(live, core, actions.map(naming(user)), at)
  return appended.ok ? answer({ ...appended.value, notes: claimed.value }) : appended
}

/** Every comment of a core that claimed somebody says so. */
const naming =
  (user: UserId | undefined) =>
  (action: RepositoryAction): RepositoryAction =>
    action.type === 'comment' && user !== undefined ? { user, ...action } : action

const claimBefore = async (
  home: Pick<HomeParts, 'user' | 'file'>,
  live: LiveLog,
  core: CoreKey,
  actions: readonly RepositoryAction[],
  at: number,
): Promise<Answer<readonly string[]>> => {
  if (home.file.isAnonymous(live.log.id) || actions.some(({ type }) => type === 'identity.claim')) return answer([])
  const plan = await claimPlan(home, live, core)
  if (plan.kind !== 'claim') return answer(plan.kind === 'unclaimed' && plan.why !== undefined ? [plan.why] : [])
  if (!plan.waits) {
    // Nothing of what is refused may be told of its author. What will be held is not judged before its core is confirmed.
    const refused = await checkActions(live, core, actions, at)
    if (refused !== undefined) return refused
  }
  const claimed = await appendChecked(live, core, [plan.action], at)
  return answer([claimed.ok ? claimNote : claimed.failure.message])
}

const claimNote =
  'This core now says here whose it is. A repository that is to know nothing of you: `hypergit identity anonymous`, before the first write.'
