import type { OpView, ThreadView } from '@hypergit/domain'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { Page } from '../replies/author.js'
import type { SearchHit } from '../replies/found.js'
import { encodeCursor } from './cursor.js'

/** Marks around what was found; texts of readers never hold them, since control characters are not letters of any word. */
const hitStart = '\u0002'
const hitEnd = '\u0003'

const headline = (text: string): string =>
  `ts_headline('english', ${text}, q.query, 'StartSel=${hitStart}, StopSel=${hitEnd}, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "')`

/** Hits that one search reaches; a reader refines it rather than going on. */
export const searchDepthMax = 1_000

interface Row {
  readonly log: string
  readonly name: string
  readonly thread: Pick<ThreadView, 'op' | 'number' | 'kind' | 'title'>
  readonly op: string
  readonly type: OpView['action']['type']
  readonly at: string
  readonly excerpt: string
}

const statement = `
with q as (select websearch_to_tsquery('english', $1) as query),
found as (
  (select t.log, t.epoch, t.op as thread, t.op, 'thread.open' as type, t.at, ts_rank(t.search, q.query) as rank
   from q, dashboard.threads t join dashboard.logs l on l.log = t.log and l.epoch = t.epoch join dashboard.hosting h on h.log = t.log and h.host
   where t.search @@ q.query and t.accepted and ($2::text is null or t.log = $2) order by rank desc, t.at desc, t.op limit ${searchDepthMax})
  union all
  (select o.log, o.epoch, o.thread, o.op, o.type, o.at, ts_rank(o.search, q.query) as rank
   from q, dashboard.ops o join dashboard.logs l on l.log = o.log and l.epoch = o.epoch join dashboard.hosting h on h.log = o.log and h.host
   where o.search @@ q.query and o.visible and ($2::text is null or o.log = $2) order by rank desc, o.at desc, o.op limit ${searchDepthMax})
),
page as (select * from found order by rank desc, at desc, op limit $3 offset $4)
select p.log, r.name, t.view as thread, p.op, p.type, p.at,
  ${headline(`case when p.op = p.thread then t.title || E'\\n' || coalesce(t.view->>'body', '') else coalesce(o.view->'current'->>'body', '') end`)} as excerpt
from q, page p
join dashboard.threads t on t.log = p.log and t.epoch = p.epoch and t.op = p.thread and t.accepted
join dashboard.repositories r on r.log = p.log and r.epoch = p.epoch
left join dashboard.ops o on o.log = p.log and o.epoch = p.epoch and o.op = p.op
order by p.rank desc, p.at desc, p.op`

const excerptOf = (marked: string): SearchHit['excerpt'] =>
  marked.split(hitStart).flatMap((piece, index) => {
    if (index === 0) return piece === '' ? [] : [{ text: piece, hit: false }]
    const [hit = '', rest = ''] = piece.split(hitEnd, 2)
    return rest === ''
      ? [{ text: hit, hit: true }]
      : [
          { text: hit, hit: true },
          { text: rest, hit: false },
        ]
  })

/** Full text over hosted threads, comments and reviews, the best first. `log` bounds it to one repository. */
export const search = async (
  pool: Pool,
  query: { readonly q: string; readonly log?: string | undefined; readonly limit: number; readonly offset: number },
): Promise<Page<SearchHit>> => {
  const { rows } = await pool.query<Row>(statement, [query.q, query.log ?? null, query.limit + 1, query.offset])
  const end = query.offset + query.limit
  return {
    items: rows.slice(0, query.limit).map((row) => ({
      repository: { id: shown(row.log), name: row.name },
      thread: { op: shown(row.thread.op), number: row.thread.number, kind: row.thread.kind, title: row.thread.title },
      op: shown(row.op),
      type: row.type,
      at: Number(row.at),
      excerpt: excerptOf(row.excerpt),
    })),
    ...(rows.length > query.limit && end < searchDepthMax ? { next: encodeCursor([end]) } : {}),
  }
}
