import type { CoreView, Decision, RepositoryView } from '@hypergit/domain'
import type { ReplicationJob } from '@hypergit/queues'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { RepositoryDetail } from '../replies/repository.js'
import { authorsOf } from './authors.js'
import { hostedForksMax, readParent } from './forks.js'
import { holderOf } from './people-list.js'
import { summaryOf } from './repository-list.js'
import type { ShownLog } from './shown-log.js'

/** Cores of a list that a page shows; a repository has few roles, and a flood of blacklisted cores is paged elsewhere. */
export const coresMax = 1_000

/** A hosted repository: what it is, who has a role, who is muted, which cores are ignored and why. */
export const readRepository = async (pool: Pool, log: ShownLog): Promise<RepositoryDetail> => {
  const key = [log.log, log.epoch]
  const [repositories, replication, cores, forks, parent] = await Promise.all([
    pool.query<{ view: RepositoryView }>('select view from dashboard.repositories where log = $1 and epoch = $2', key),
    pool.query<{ view: ReplicationJob }>('select view from dashboard.replication where log = $1', [log.log]),
    pool.query<{ view: CoreView; decision: Decision | null }>(
      `select c.view, o.view->'decision' as decision from dashboard.cores c
       left join dashboard.ops o on o.log = c.log and o.epoch = c.epoch and o.op = c.view->'blacklisted'->>'op'
       where c.log = $1 and c.epoch = $2 and (c.role <> 'normal' or c.blacklisted or (c.view->>'muted')::boolean)
       order by c.role, c.core limit ${coresMax}`,
      key,
    ),
    pool.query<{ log: string }>(
      `select r.log from dashboard.repositories r join dashboard.logs l on l.log = r.log and l.epoch = r.epoch
       join dashboard.hosting h on h.log = r.log and h.host where r.fork_of = $1 order by r.log limit ${hostedForksMax}`,
      [log.log],
    ),
    readParent(pool, log),
  ])
  const view = repositories.rows[0]?.view ?? null
  const name = await authorsOf(
    pool,
    log.log,
    cores.rows.map((row) => row.view),
  )
  return {
    ...summaryOf({ log: log.log, view, replication: replication.rows[0]?.view ?? null }),
    link: `hypergit://${shown(log.log)}`,
    founder: view === null ? null : shown(view.founder),
    defaultBranch: view?.defaultBranch ?? '',
    forkOf: view?.forkOf === undefined ? null : shown(view.forkOf),
    ...(parent === undefined ? {} : { parent }),
    forks: [...new Set([...(view?.forks ?? []), ...forks.rows.map((row) => row.log)])]
      .filter((fork) => fork !== log.log)
      .map(shown),
    roles: cores.rows.filter((row) => row.view.role !== 'normal').map(({ view: core }) => holderOf(core, name)),
    muted: cores.rows.filter((row) => row.view.muted).map((row) => name(row.view)),
    blacklist: cores.rows.flatMap(({ view: core, decision }) => {
      const { blacklisted } = core
      if (blacklisted === undefined) return []
      return {
        core: shown(core.core),
        author: name(core),
        from: blacklisted.from,
        reason: blacklisted.reason,
        op: shown(blacklisted.op),
        ...(decision === null ? {} : { explanation: decision.explanation }),
      }
    }),
    ops: view?.ops ?? 0,
    stateHash: log.stateHash ?? null,
    version: log.epoch < 0 ? null : { epoch: log.epoch, number: log.number },
  }
}
