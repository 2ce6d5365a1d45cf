import type { DashboardParts } from '../parts.js'

/** What an operator looks at first. What cannot be asked now is null. */
export interface Overview {
  readonly mirror: {
    readonly name: string
    readonly publicUrl: string
    readonly database: string
    readonly queues: string
  }
  readonly ready: boolean
  readonly notReady: Readonly<Record<string, string>>
  readonly repositories: { readonly hosted: number; readonly live: number; readonly waiting: number }
  readonly ops: number
  readonly blacklisted: number
  readonly peers: number
  readonly behindBlocks: number
  readonly refusing: readonly string[]
  readonly reports: number
  readonly streams: number
  readonly queues: {
    readonly waiting: number
    readonly active: number
    readonly failed: number
    readonly delayed: number
  } | null
}

interface Row {
  readonly hosted: number
  readonly live: number
  readonly ops: number
  readonly blacklisted: number
  readonly peers: number
  readonly behind: number
  readonly reports: number
  readonly refusing: readonly string[] | null
}

const statement = `
with shown as (select h.log, l.epoch from dashboard.hosting h left join dashboard.logs l on l.log = h.log where h.host)
select (select count(*) from shown)::int as hosted,
  (select count(*) from shown where epoch is not null)::int as live,
  (select coalesce(sum((r.view->>'ops')::bigint), 0) from shown s join dashboard.repositories r on r.log = s.log and r.epoch = s.epoch)::float8 as ops,
  (select count(*) from shown s join dashboard.cores c on c.log = s.log and c.epoch = s.epoch where c.blacklisted)::int as blacklisted,
  (select coalesce(sum((p.view->>'peers')::int), 0) from shown s join dashboard.replication p on p.log = s.log)::int as peers,
  (select coalesce(sum((p.view->>'behindBlocks')::bigint), 0) from shown s join dashboard.replication p on p.log = s.log)::float8 as behind,
  (select count(*) from dashboard.reports)::int as reports,
  (select array_agg(distinct reason) from shown s join dashboard.replication p on p.log = s.log,
     jsonb_array_elements_text(p.view->'admission'->'reasons') reason where (p.view->'admission'->>'refusing')::boolean) as refusing`

const queueTotals = async (parts: DashboardParts): Promise<Overview['queues']> => {
  try {
    const counts = await parts.queues.counts()
    const sum = (pick: (queue: (typeof counts)[number]) => number) =>
      counts.reduce((total, queue) => total + pick(queue), 0)
    return {
      waiting: sum((queue) => queue.waiting),
      active: sum((queue) => queue.active),
      failed: sum((queue) => queue.failed),
      delayed: sum((queue) => queue.delayed),
    }
  } catch (error) {
    parts.log.warn({ err: error }, 'the queues cannot be counted')
    return null
  }
}

export const readOverview = async (parts: DashboardParts): Promise<Overview> => {
  const [{ rows }, readiness, queues] = await Promise.all([
    parts.pool.query<Row>(statement),
    parts.readiness.answer(),
    queueTotals(parts),
  ])
  const row = rows[0]
  if (row === undefined) throw new Error('the overview gave no row')
  return {
    mirror: {
      name: parts.settings.mirrorName,
      publicUrl: parts.origins.public(),
      database: parts.database.describe(),
      queues: parts.queues.describe().text,
    },
    ...readiness,
    repositories: { hosted: row.hosted, live: row.live, waiting: row.hosted - row.live },
    ops: row.ops,
    blacklisted: row.blacklisted,
    peers: row.peers,
    behindBlocks: row.behind,
    refusing: row.refusing ?? [],
    reports: row.reports,
    streams: parts.streams.size,
    queues,
  }
}
