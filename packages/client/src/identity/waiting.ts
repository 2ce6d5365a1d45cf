import { type CoreKey, type LogQueries, type OpView, toZ32, type UserId } from '@hypergit/domain'
import type { Waiting } from '../api/identities.js'
import type { LiveLog } from '../repository/live-log.js'
import type { UserHome } from '../user/user-home.js'
import { machineNames } from './machines.js'

const shownIdLength = 8

/** Whose machine this is in one repository: its core, and the user that the core claims or the home belongs to. */
export interface OwnSide {
  readonly core: CoreKey
  readonly user: UserId | undefined
}

export const ownSideOf = async (live: LiveLog, home: UserHome | undefined): Promise<OwnSide> => {
  const core = await live.log.ownCore()
  const { user } = await live.engine.queries.identity(core)
  return { core, user: user ?? home?.keys.user }
}

/** Whether the op waits for its core to be confirmed, and was written by one of the reader's own machines. */
export const isOwnHeld = ({ decision, author }: Pick<OpView, 'decision' | 'author'>, own: OwnSide): boolean =>
  decision.outcome === 'held' && (author.core === own.core || (author.user !== undefined && author.user === own.user))

/** Whether a reader is to be shown the op: what is held is for the eyes of its author alone. */
export const isForReader = (op: Pick<OpView, 'decision' | 'author'>, own: OwnSide): boolean =>
  op.decision.outcome !== 'held' || isOwnHeld(op, own)

/** Who can confirm the core; undefined where it does not wait for anybody. */
export const waitingOf = async (
  live: LiveLog,
  core: CoreKey,
  home: UserHome | undefined,
): Promise<Waiting | undefined> => {
  const { standing, cores } = await live.engine.queries.identity(core)
  if (standing !== 'held') return undefined
  const confirming = cores.filter((one) => one.standing !== 'held' && !one.unpaired).map((one) => one.core)
  const called = home === undefined ? new Map<CoreKey, string>() : await machineNames(home, live.log.id)
  const names = confirming.map((one) => called.get(one) ?? toZ32(one).slice(0, shownIdLength))
  return { cores: confirming, names, text: textOf(names) }
}

const textOf = (names: readonly string[]): string =>
  names.length === 0
    ? 'waiting for confirmation from one of your machines, of which none here can confirm it: see `hypergit identity lost`'
    : `waiting for confirmation from one of your machines: ${names.join(', ')}`

/** What is held of a core, newest first; of a core that wrote on and on only the newest. */
export const heldOps = async (queries: LogQueries, core: CoreKey): Promise<readonly OpView[]> =>
  (await queries.written(core, heldOpsMax)).filter(({ decision }) => decision.outcome === 'held')

/** Ops of a held core that are looked through. */
export const heldOpsMax = 1_000
