import type { CoreKey, CoreView } from '@hypergit/domain'
import type { HeadStatus, RepositoryStatus } from '../api/status.js'
import { OwnCoreBehindError, type OwnHead } from '@hypergit/log'
import { heldOps, waitingOf } from '../identity/waiting.js'
import { newCoreHelp } from '../repository/own-head.js'
import type { LiveLog } from '../repository/live-log.js'
import type { UserHome } from '../user/user-home.js'

/** What `status` shows of one repository. */
export const repositoryStatus = async (
  live: LiveLog,
  name: string,
  user: UserHome | undefined,
): Promise<RepositoryStatus> => {
  const { engine, log } = live
  const core = await log.ownCore()
  const [cores, view, stateHash] = await Promise.all([
    engine.queries.cores(),
    engine.queries.repository(),
    engine.stateHash(),
  ])
  const own = cores.find((one) => one.core === core)
  const waiting = await waitingOf(live, core, user)
  return {
    id: log.id,
    name,
    core,
    role: own?.role ?? 'normal',
    muted: own?.muted ?? false,
    heads: headsOf(live, core),
    peers: log.peers().length,
    behindBy: log.behindBy(),
    parked: engine
      .parked()
      .map(({ core: key, seq, reason }) => ({ core: key, seq, ...(reason === undefined ? {} : { reason }) })),
    missing: engine.missing().length,
    blacklist: cores.flatMap(({ core: key, blacklisted }) =>
      blacklisted === undefined ? [] : [{ core: key, ...blacklisted }],
    ),
    stateHash,
    ops: view.ops,
    warnings: [...ownHeadWarnings(log.ownHead(core)), ...warningsOf(cores, core)],
    ...(waiting === undefined ? {} : { waiting: { ...waiting, ops: (await heldOps(engine.queries, core)).length } }),
  }
}

/** Which blocks of which cores are judged. */
export const headsOf = ({ engine }: LiveLog, own: CoreKey): readonly HeadStatus[] =>
  engine.allApplied().map(({ core, length, head }) => ({ core, length, head, self: core === own }))

/** What stands against the next append, as far as it is known without asking anybody. */
export const ownHeadWarnings = (head: OwnHead): readonly string[] => {
  if (head.state === 'behind')
    return [`${new OwnCoreBehindError(head.length, head.announced).message}; \`hypergit sync\` fetches the rest.`]
  return []
}

/** What the author of `core` should know about the repository, one sentence each. */
export const warningsOf = (cores: readonly CoreView[], core: CoreKey): readonly string[] => {
  const admins = cores.filter(({ role }) => role === 'admin')
  const own = cores.find((one) => one.core === core)
  const warnings: string[] = []
  if (admins.length === 1 && admins[0]?.core === core) {
    warnings.push(
      'You are the only admin, with one core: if this machine is lost or its core forks, nobody can moderate. Give a second core the role.',
    )
  }
  if (own?.blacklisted?.reason === 'equivocation')
    warnings.push(
      `The core of this home forked: there is a copy of it that was written to, or that an older backup was made from. ${newCoreHelp}.`,
    )
  else if (own?.blacklisted !== undefined)
    warnings.push('The core of this home is blacklisted: what it writes is ignored until an admin pardons it.')
  if (own?.muted === true)
    warnings.push('You are muted here: threads, comments, reviews and reactions of yours would be refused.')
  return warnings
}
