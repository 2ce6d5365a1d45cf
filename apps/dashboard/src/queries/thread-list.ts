import type { ThreadView } from '@hypergit/domain'
import type { Pool } from 'pg'
import { parseId } from '../ids/parse-id.js'
import { shown } from '../ids/shown-id.js'
import type { Page } from '../replies/author.js'
import type { ThreadSummary } from '../replies/thread.js'
import { authorsOf, type NameAuthor } from './authors.js'
import { Conditions } from './conditions.js'
import { encodeCursor } from './cursor.js'
import type { ShownLog } from './shown-log.js'

export interface ThreadListQuery {
  readonly limit: number
  readonly after?: readonly [number, string] | undefined
  readonly kind?: 'issue' | 'pull' | undefined
  readonly state?: 'open' | 'closed' | 'merged' | 'all' | undefined
  readonly label?: readonly string[] | undefined
  /** A core or user in any form of an id, or the name an imported thread's author had. */
  readonly author?: string | undefined
  readonly assignee?: string | undefined
  readonly q?: string | undefined
  readonly sort?: 'newest' | 'oldest' | 'updated' | undefined
}

export const threadSummaryOf = (thread: ThreadView, name: NameAuthor): ThreadSummary => ({
  number: thread.number,
  op: shown(thread.op),
  kind: thread.kind,
  title: thread.title,
  state: thread.state,
  locked: thread.locked,
  labels: [...thread.labels],
  assignees: [...thread.assignees],
  milestones: [...thread.milestones],
  author: name(thread.author, thread.origin),
  commentCount: thread.commentCount,
  reviewCount: thread.reviewCount,
  at: thread.at,
  updated: thread.updated.at,
  ...(thread.origin === undefined ? {} : { origin: thread.origin }),
})

const searched = `t.search @@ websearch_to_tsquery('english', $?) or exists (select 1 from dashboard.ops o
  where o.log = t.log and o.epoch = t.epoch and o.thread = t.op and o.search @@ websearch_to_tsquery('english', $?))`

/** The conditions that a list and its counts share; without state. */
const conditionsOf = (log: ShownLog, query: ThreadListQuery): Conditions => {
  const conditions = new Conditions()
  conditions.add('t.log = $? and t.epoch = $? and t.accepted', log.log, log.epoch)
  if (query.kind !== undefined) conditions.add('t.kind = $?', query.kind)
  for (const label of query.label ?? []) conditions.add('t.labels @> array[$?]::text[]', label)
  if (query.author !== undefined) {
    const id = parseId(query.author)
    if (id === undefined) conditions.add('t.author_name = $?', query.author)
    else conditions.add('t.author_core = $? or t.author_user = $?', id, id)
  }
  if (query.assignee !== undefined) conditions.add('t.assignees @> array[$?]::text[]', query.assignee)
  if (query.q !== undefined && query.q !== '') conditions.add(searched, query.q, query.q)
  return conditions
}

const orders = {
  newest: { column: 't.number', direction: 'desc', past: '<', key: (thread: ThreadView) => thread.number },
  oldest: { column: 't.number', direction: 'asc', past: '>', key: (thread: ThreadView) => thread.number },
  updated: { column: 't.updated', direction: 'desc', past: '<', key: (thread: ThreadView) => thread.updated.at },
} as const

/** Accepted threads that fit every filter. */
export const listThreads = async (pool: Pool, log: ShownLog, query: ThreadListQuery): Promise<Page<ThreadSummary>> => {
  const conditions = conditionsOf(log, query)
  const order = orders[query.sort ?? 'newest']
  if (query.state !== undefined && query.state !== 'all') conditions.add('t.state = $?', query.state)
  if (query.after !== undefined)
    conditions.add(`(${order.column}, t.op) ${order.past} ($?::bigint, $?)`, ...query.after)
  const { rows } = await pool.query<{ view: ThreadView }>(
    `select t.view from dashboard.threads t where ${conditions.where}
     order by ${order.column} ${order.direction}, t.op ${order.direction} limit ${conditions.value(query.limit + 1)}`,
    conditions.values,
  )
  const threads = rows.slice(0, query.limit).map((row) => row.view)
  const name = await authorsOf(
    pool,
    log.log,
    threads.map((thread) => thread.author),
  )
  const last = threads.at(-1)
  return {
    items: threads.map((thread) => threadSummaryOf(thread, name)),
    ...(rows.length > query.limit && last !== undefined ? { next: encodeCursor([order.key(last), last.op]) } : {}),
  }
}

/** How many threads of each state fit the other filters. */
export const countThreads = async (
  pool: Pool,
  log: ShownLog,
  query: ThreadListQuery,
): Promise<{ readonly open: number; readonly closed: number; readonly merged: number }> => {
  const conditions = conditionsOf(log, query)
  const { rows } = await pool.query<{ state: string; count: number }>(
    `select t.state, count(*)::int as count from dashboard.threads t where ${conditions.where} group by t.state`,
    conditions.values,
  )
  const count = (state: string) => rows.find((row) => row.state === state)?.count ?? 0
  return { open: count('open'), closed: count('closed'), merged: count('merged') }
}
