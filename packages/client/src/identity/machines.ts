import type { CoreKey, LogId, OpView } from '@hypergit/domain'
import type { LiveLog } from '../repository/live-log.js'
import type { UserHome } from '../user/user-home.js'

/** A core of the user in one repository, and the machine that listed it in the user's log. */
export interface Machine {
  readonly core: CoreKey
  /** Whether the user's log lists the core now; it took it off the list otherwise. */
  readonly linked: boolean
  /** The machine's core in the user's log. */
  readonly device?: CoreKey
  readonly name: string
  /** Whether the machine may still write in the user's log. */
  readonly authorized: boolean
}

/** Ops of the user's log that are looked through for who listed what. */
const opsMax = 50_000
const opsPerRead = 500

type LinkedBy = ReadonlyMap<LogId, ReadonlyMap<CoreKey, CoreKey>>

/** By user log, at the version that it was read at: every look at a repository asks for it. */
const read = new WeakMap<LiveLog, { readonly version: number; readonly linkedBy: LinkedBy }>()

/** By repository, the device that wrote the newest link of each core. */
const linkedBy = async (live: LiveLog, version: number): Promise<LinkedBy> => {
  const known = read.get(live)
  if (known?.version === version) return known.linkedBy
  const links: OpView[] = []
  let count = 0
  for await (const { ids } of live.engine.queries.batches(0)) {
    for (let from = 0; from < ids.length; from += opsPerRead) {
      const ops = await live.engine.queries.ops(ids.slice(from, from + opsPerRead))
      links.push(
        ...ops.filter(({ action, decision }) => action.type === 'core.link' && decision.outcome === 'accepted'),
      )
    }
    count += ids.length
    if (count >= opsMax) break
  }
  const found = new Map<LogId, Map<CoreKey, CoreKey>>()
  for (const { action, author } of links.sort(byTime)) {
    if (action.type !== 'core.link') continue
    const ofRepository = found.get(action.repository) ?? new Map<CoreKey, CoreKey>()
    found.set(action.repository, ofRepository.set(action.core, author.core))
  }
  read.set(live, { version, linkedBy: found })
  return found
}

const byTime = ({ effective: a, id: idA }: OpView, { effective: b, id: idB }: OpView): number =>
  a.at - b.at || a.n - b.n || (idA < idB ? -1 : 1)

/** The user's machines in one repository, as far as their log tells of them. */
export const machinesOf = async (home: UserHome, repository: LogId): Promise<readonly Machine[]> => {
  const view = await home.view()
  const by = (await linkedBy(home.live, view.version)).get(repository)
  return view.links
    .filter((link) => link.repository === repository)
    .map(({ core, linked }) => {
      const device = by?.get(core)
      const known = view.devices.find((one) => one.core === device)
      return {
        core,
        linked,
        ...(device === undefined ? {} : { device }),
        name: known?.name ?? '',
        authorized: known?.authorized ?? false,
      }
    })
}

/** What the user calls the machines behind their cores; those without a name are left out. */
export const machineNames = async (home: UserHome, repository: LogId): Promise<ReadonlyMap<CoreKey, string>> =>
  new Map(
    (await machinesOf(home, repository)).flatMap(({ core, name }) => (name === '' ? [] : [[core, name] as const])),
  )

/** Whether the user's log lists the core, by a machine that still counts. */
export const isTrusted = ({ linked, authorized }: Machine): boolean => linked && authorized
