import type { UserStatus } from '../api/status.js'
import { headsOf, ownHeadWarnings } from '../reading/repository-status.js'
import type { UserHolder } from './user-home.js'
import { ownSummary } from './user-summary.js'

/** What `status` shows of the user that the home belongs to. */
export const userStatus = async (holder: UserHolder): Promise<UserStatus | undefined> => {
  const user = holder.get()
  if (user === undefined) return undefined
  const { live, keys } = user
  const { log, engine } = live
  const { view, recoverySaved = true, warnings } = await ownSummary(holder, user)
  return {
    user: keys.user,
    name: view.name,
    core: keys.device,
    heads: headsOf(live, keys.device),
    peers: log.peers().length,
    behindBy: log.behindBy(),
    missing: engine.missing().length,
    stateHash: await engine.stateHash(),
    ops: view.ops,
    recoverySaved,
    warnings: [...ownHeadWarnings(log.ownHead(keys.device)), ...warnings],
  }
}
