import type { CoreKey, LogId } from '@hypergit/domain'
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

/** The device that wrote the link of each core which stands, of one repository. */
const linkedBy = async ({ live }: UserHome, repository: LogId): Promise<ReadonlyMap<CoreKey, CoreKey>> => {
  const { queries } = live.engine
  const found = new Map<CoreKey, { readonly device: CoreKey; readonly at: number }>()
  let read = 0
  for await (const { ids } of queries.batches(0)) {
    for (let from = 0; from < ids.length && read < opsMax; from += opsPerRead) {
      const ops = await queries.ops(ids.slice(from, from + opsPerRead))
      read += ops.length
      for (const { action, author, decision, effective } of ops) {
        if (action.type !== 'core.link' || action.repository !== repository || decision.outcome !== 'accepted') continue
        const earlier = found.get(action.core)
        if (earlier === undefined || earlier.at <= effective.at)
          found.set(action.core, { device: author.core, at: effective.at })
      }
    }
    if (read >= opsMax) break
  }
  return new Map([...found].map(([core, { device }]) => [core, device]))
}

/** The user's machines in one repository, as far as their log tells of them. */
export const machinesOf = async (home: UserHome, repository: LogId): Promise<readonly Machine[]> => {
  const view = await home.view()
  const by = await linkedBy(home, repository)
  return view.links
    .filter((link) => link.repository === repository)
    .map(({ core, linked }) => {
      const device = by.get(core)
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
