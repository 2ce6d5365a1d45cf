import type { RepositoryView } from '@hypergit/domain'
import type { ReplicationJob } from '@hypergit/queues'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { Page } from '../replies/author.js'
import type { RepositorySummary } from '../replies/repository.js'
import { Conditions } from './conditions.js'
import { encodeCursor } from './cursor.js'

export interface RepositoryRow {
  readonly log: string
  readonly view: RepositoryView | null
  readonly replication: ReplicationJob | null
}

export const summaryOf = ({ log, view, replication }: RepositoryRow): RepositorySummary => {
  const issues = view?.issues ?? { open: 0, closed: 0 }
  const pulls = view?.pulls ?? { open: 0, closed: 0, merged: 0 }
  return {
    id: shown(log),
    name: view?.name ?? '',
    description: view?.description ?? '',
    gitUrl: view?.gitUrl ?? '',
    threads: { open: issues.open + pulls.open, closed: issues.closed + pulls.closed + pulls.merged },
    issues: { open: issues.open, closed: issues.closed },
    pulls: { open: pulls.open, closed: pulls.closed, merged: pulls.merged },
    peers: replication?.peers ?? 0,
    lag: replication?.behindBlocks ?? null,
    state: view === null ? 'waiting' : 'live',
    at: view?.at ?? null,
  }
}

export interface RepositoryListQuery {
  readonly limit: number
  readonly after?: readonly [number, string] | undefined
  /** Part of the name or description. */
  readonly q?: string | undefined
}

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`

/** Hosted repositories, the ones with the latest activity first. */
export const listRepositories = async (pool: Pool, query: RepositoryListQuery): Promise<Page<RepositorySummary>> => {
  const conditions = new Conditions()
  conditions.add('h.host')
  if (query.q !== undefined && query.q !== '') {
    conditions.add(`r.name ilike $? or r.view->>'description' ilike $?`, likePattern(query.q), likePattern(query.q))
  }
  if (query.after !== undefined) conditions.add('(coalesce(r.at, 0), h.log) < ($?::bigint, $?)', ...query.after)
  const { rows } = await pool.query<RepositoryRow>(
    `select h.log, r.view, p.view as replication from dashboard.hosting h
     left join dashboard.logs l on l.log = h.log
     left join dashboard.repositories r on r.log = l.log and r.epoch = l.epoch
     left join dashboard.replication p on p.log = h.log
     where ${conditions.where} order by coalesce(r.at, 0) desc, h.log desc limit ${conditions.value(query.limit + 1)}`,
    conditions.values,
  )
  const shownRows = rows.slice(0, query.limit)
  const last = shownRows.at(-1)
  return {
    items: shownRows.map(summaryOf),
    ...(rows.length > query.limit && last !== undefined ? { next: encodeCursor([last.view?.at ?? 0, last.log]) } : {}),
  }
}
