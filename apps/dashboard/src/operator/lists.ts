import type { CoreView } from '@hypergit/domain'
import type { ReplicationJob } from '@hypergit/queues'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import { encodeCursor } from '../queries/cursor.js'

interface ListQuery {
  readonly limit: number
  readonly after?: readonly [string, string] | undefined
}

const hostedNow =
  'join dashboard.hosting h on h.log = x.log and h.host join dashboard.logs l on l.log = x.log and l.epoch = x.epoch'

const paged = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  key: (row: Row) => readonly string[],
) => {
  const taken = rows.slice(0, limit)
  const last = taken.at(-1)
  return {
    items: taken.map(item),
    ...(rows.length > limit && last !== undefined ? { next: encodeCursor(key(last)) } : {}),
  }
}

/** How each hosted repository replicates, and who is connected. */
export const listPeers = async (pool: Pool, query: ListQuery) => {
  const { rows } = await pool.query<{ log: string; view: ReplicationJob; name: string | null }>(
    `select p.log, p.view, r.name from dashboard.replication p join dashboard.hosting h on h.log = p.log and h.host
     left join dashboard.logs l on l.log = p.log left join dashboard.repositories r on r.log = l.log and r.epoch = l.epoch
     where p.log > $1 order by p.log limit $2`,
    [query.after?.[0] ?? '', query.limit + 1],
  )
  return paged(
    rows,
    query.limit,
    ({ log, view, name }) => ({
      repository: { id: shown(log), name: name ?? '' },
      peers: view.peers,
      cores: view.cores,
      bytes: view.bytes,
      behindBlocks: view.behindBlocks,
      at: view.at,
      admission: view.admission,
      connections: view.connections.map((connection) => ({ ...connection, proven: connection.proven.map(shown) })),
    }),
    (row) => [row.log, ''],
  )
}

/** Cores that the rules ignore, in every hosted repository. */
export const listBlacklist = async (pool: Pool, query: ListQuery) => {
  const { rows } = await pool.query<{
    log: string
    name: string | null
    core: string
    view: CoreView
    explanation: string | null
  }>(
    `select x.log, r.name, x.core, x.view, o.view->'decision'->>'explanation' as explanation from dashboard.cores x ${hostedNow}
     left join dashboard.repositories r on r.log = x.log and r.epoch = x.epoch
     left join dashboard.ops o on o.log = x.log and o.epoch = x.epoch and o.op = x.view->'blacklisted'->>'op'
     where x.blacklisted and (x.log, x.core) > ($1, $2) order by x.log, x.core limit $3`,
    [...(query.after ?? ['', '']), query.limit + 1],
  )
  return paged(
    rows,
    query.limit,
    ({ log, name, core, view, explanation }) => ({
      repository: { id: shown(log), name: name ?? '' },
      core: shown(core),
      from: view.blacklisted?.from ?? 0,
      reason: view.blacklisted?.reason ?? null,
      op: view.blacklisted === undefined ? null : shown(view.blacklisted.op),
      explanation,
    }),
    (row) => [row.log, row.core],
  )
}
