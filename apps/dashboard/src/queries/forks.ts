import { type ForkEnds, forkExplanation, forkLinkOf } from '@hypergit/domain'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { Page } from '../replies/author.js'
import type { ForkLinkReply } from '../replies/fork.js'
import { encodeCursor } from './cursor.js'
import type { ShownLog } from './shown-log.js'

/** Hosted forks of one repository that are listed: an operator chooses what is hosted. */
export const hostedForksMax = 1_000

interface EndRow {
  readonly log: string
  readonly hosted: boolean
  readonly name: string | null
  readonly names_parent: boolean | null
  readonly announced: boolean | null
}

const linkOf = (row: EndRow): ForkLinkReply => {
  const ends: ForkEnds = {
    ...(row.names_parent === null ? {} : { namesParent: row.names_parent }),
    ...(row.announced === null ? {} : { announced: row.announced }),
  }
  return {
    repository: { id: shown(row.log), ...(row.name === null ? {} : { name: row.name }) },
    link: forkLinkOf(ends),
    explanation: forkExplanation(ends),
    hosted: row.hosted,
    ...ends,
  }
}

/** An accepted announcement, wherever it is among those of its log: the list of a repository's view keeps the latest ones only. */
const announcedIn = (log: string, epoch: string, fork: string): string =>
  `exists (select from dashboard.ops o where o.log = ${log} and o.epoch = ${epoch} and o.type = 'fork.announce'
     and o.view->'action'->>'repository' = ${fork} and o.outcome = 'accepted')`

/** The repository that this one names as its parent, and whether it names this one back. */
export const readParent = async (pool: Pool, log: ShownLog): Promise<ForkLinkReply | undefined> => {
  const { rows } = await pool.query<EndRow>(
    `select f.fork_of as log, h.log is not null as hosted, p.name, true as names_parent,
       case when p.log is null then null else ${announcedIn('p.log', 'p.epoch', 'f.log')} end as announced
     from dashboard.repositories f
     left join dashboard.hosting h on h.log = f.fork_of and h.host
     left join dashboard.logs l on l.log = h.log
     left join dashboard.repositories p on p.log = l.log and p.epoch = l.epoch
     where f.log = $1 and f.epoch = $2 and f.fork_of is not null and f.fork_of <> f.log`,
    [log.log, log.epoch],
  )
  const row = rows[0]
  return row === undefined ? undefined : linkOf(row)
}

const forksSql = `
with named as (
  select r.log from dashboard.repositories r
  join dashboard.logs l on l.log = r.log and l.epoch = r.epoch
  join dashboard.hosting h on h.log = r.log and h.host
  where r.fork_of = $1 and r.log <> $1 order by r.log limit ${hostedForksMax}
), shown as (
  select distinct f.log from dashboard.repositories p, jsonb_array_elements_text(p.view->'forks') as f(log)
  where p.log = $1 and p.epoch = $2 and f.log <> $1
), ends as (
  select e.log, h.log is not null as hosted, r.name,
    case when r.log is null then null else coalesce(r.fork_of = $1, false) end as names_parent,
    e.log in (select log from shown) or ${announcedIn('$1', '$2', 'e.log')} as announced
  from (select log from named union select log from shown) e
  left join dashboard.hosting h on h.log = e.log and h.host
  left join dashboard.logs l on l.log = h.log
  left join dashboard.repositories r on r.log = l.log and r.epoch = l.epoch
), ranked as (
  select *, case when names_parent and announced then 0 when names_parent then 1 when hosted then 2 else 3 end as rank from ends
)
select * from ranked where $3::int is null or (rank, log) > ($3, $4::text) order by rank, log limit $5`

/** Repositories that name this one as their parent and are hosted here, or that were announced in it; those with both first. */
export const listForks = async (
  pool: Pool,
  log: ShownLog,
  query: { readonly limit: number; readonly after?: readonly [number, string] | undefined },
): Promise<Page<ForkLinkReply>> => {
  const [rank, id] = query.after ?? [null, null]
  const { rows } = await pool.query<EndRow & { readonly rank: number }>(forksSql, [
    log.log,
    log.epoch,
    rank,
    id,
    query.limit + 1,
  ])
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items: items.map(linkOf),
    ...(rows.length > query.limit && last !== undefined ? { next: encodeCursor([last.rank, last.log]) } : {}),
  }
}
