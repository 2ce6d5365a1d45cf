import type { ClaimProblem, FollowingState, IdentityState } from '@hypergit/queues'
import type { Pool } from 'pg'
import { z } from 'zod'
import { cursor, limit, single } from '../http/parse-request.js'
import { shown } from '../ids/shown-id.js'
import { encodeCursor } from '../queries/cursor.js'
import { problemText } from '../queries/identity-words.js'
import { Conditions } from '../queries/conditions.js'

/** What an operator may look for among claims; `open`: whatever somebody may have to look into. */
export const claimFilters = [
  'open',
  'waiting',
  'conflicting',
  'struck',
  'unpaired',
  'forged',
  'disowned',
  'all',
] as const
export type ClaimFilter = (typeof claimFilters)[number]

const hexOrNone = z.string().regex(/^([0-9a-f]{64})?$/)
export const claimsQuery = z.object({
  limit,
  after: cursor(z.tuple([hexOrNone, hexOrNone, hexOrNone])),
  problem: single(z.enum(claimFilters, { error: `one of ${claimFilters.join(', ')} is expected` }).default('open')),
})
export type ClaimsQuery = z.infer<typeof claimsQuery>

interface Row {
  readonly log: string
  readonly repository: string | null
  readonly core: string
  readonly user_id: string
  readonly state: IdentityState
  readonly name: string
  readonly claim: string | null
  readonly link: 'listed' | 'unlisted' | null
  readonly problem: ClaimProblem | null
  readonly following: FollowingState | null
  readonly version: string
}

const addFilter = (conditions: Conditions, filter: ClaimFilter): void => {
  switch (filter) {
    case 'all':
      return
    case 'open':
      conditions.add(`i.problem is not null or i.state = 'disowned'`)
      return
    case 'disowned':
      conditions.add(`i.state = 'disowned'`)
      return
    case 'waiting':
    case 'conflicting':
    case 'struck':
    case 'unpaired':
    case 'forged':
      conditions.add('i.problem = $?', filter)
      return
    default: {
      const never: never = filter
      return never
    }
  }
}

/** One claim, with where its evidence is: the claim itself, and the page that says why. */
const claimOf = (row: Row, publicUrl: string) => ({
  repository: shown(row.log),
  repositoryName: row.repository ?? '',
  core: shown(row.core),
  user: shown(row.user_id),
  ...(row.name === '' ? {} : { name: row.name }),
  state: row.state,
  ...(row.problem === null ? {} : { problem: row.problem, explanation: problemText(row.problem) }),
  ...(row.link === null ? {} : { link: row.link }),
  ...(row.following === null ? {} : { following: row.following }),
  ...(row.claim === null
    ? {}
    : { claim: shown(row.claim), claimUrl: `${publicUrl}/r/${shown(row.log)}/ops/${shown(row.claim)}` }),
  evidenceUrl: `${publicUrl}/r/${shown(row.log)}/cores/${shown(row.core)}`,
  version: Number(row.version),
})
export type OperatorClaim = ReturnType<typeof claimOf>

/** Claims of users by cores in hosted repositories, and what stands in the way of each. */
export const listClaims = async (pool: Pool, query: ClaimsQuery, publicUrl: string) => {
  const conditions = new Conditions()
  addFilter(conditions, query.problem)
  if (query.after !== undefined) conditions.add('(i.log, i.core, i.user_id) > ($?, $?, $?)', ...query.after)
  const { rows } = await pool.query<Row>(
    `select i.log, r.name as repository, i.core, i.user_id, i.state, coalesce(p.name, i.name) as name, i.claim, i.link, i.problem, p.following, i.version
     from dashboard.identities i join dashboard.hosting h on h.log = i.log and h.host
     left join dashboard.logs l on l.log = i.log left join dashboard.repositories r on r.log = l.log and r.epoch = l.epoch
     left join dashboard.profiles p on p.user_id = i.user_id
     where ${conditions.where} order by i.log, i.core, i.user_id limit ${conditions.value(query.limit + 1)}`,
    conditions.values,
  )
  const taken = rows.slice(0, query.limit)
  const last = taken.at(-1)
  const goesOn = rows.length > query.limit && last !== undefined
  return {
    items: taken.map((row) => claimOf(row, publicUrl)),
    ...(goesOn ? { next: encodeCursor([last.log, last.core, last.user_id]) } : {}),
  }
}
