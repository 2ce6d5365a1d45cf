import type { CoreView, OpView } from '@hypergit/domain'
import type { ClaimProblem, FollowingState, IdentityState } from '@hypergit/queues'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { CoreDetail } from '../replies/core.js'
import { authorsOf } from './authors.js'
import { becauseOf } from './identity-words.js'
import { summariseOps } from './op-summaries.js'
import type { ShownLog } from './shown-log.js'

/** Of claims and of pairs, what a page lists: a hostile core may write any number, and anybody may name any core. */
export const identityOpsMax = 100

interface IdentityRow {
  readonly user_id: string
  readonly state: IdentityState
  readonly link: 'listed' | 'unlisted' | null
  readonly problem: ClaimProblem | null
  readonly following: FollowingState | null
}

const claimsSql = `
select view from dashboard.ops where log = $1 and epoch = $2 and core = $3 and type = 'identity.claim' and outcome <> 'ignored'
order by seq limit ${identityOpsMax}`

const pairsSql = `
(select view, at, n, op from dashboard.ops
 where log = $1 and epoch = $2 and core = $3 and type in ('identity.pair', 'identity.unpair') and outcome <> 'ignored'
 order by seq desc limit ${identityOpsMax})
union
(select view, at, n, op from dashboard.ops
 where log = $1 and epoch = $2 and type in ('identity.pair', 'identity.unpair') and view->'action'->>'core' = $3 and outcome <> 'ignored'
 order by at desc, n desc, op desc limit ${identityOpsMax})
order by at desc, n desc, op desc limit ${identityOpsMax}`

const isStrike = (op: OpView, core: string): boolean =>
  op.author.core === core &&
  op.action.type === 'identity.pair' &&
  (op.decision.reason === 'not-permitted' || op.decision.reason === 'pairing-abuse')

/** Who a core of the log is, and all that speaks for and against it; undefined when nobody knows the core there. */
export const readCore = async (pool: Pool, log: ShownLog, core: string): Promise<CoreDetail | undefined> => {
  const key = [log.log, log.epoch, core]
  const [cores, identities, claims, pairs] = await Promise.all([
    pool.query<{ view: CoreView }>('select view from dashboard.cores where log = $1 and epoch = $2 and core = $3', key),
    pool.query<IdentityRow>(
      `select i.user_id, i.state, i.link, i.problem, p.following from dashboard.identities i
       left join dashboard.profiles p on p.user_id = i.user_id where i.log = $1 and i.core = $2 order by i.version desc`,
      [log.log, core],
    ),
    pool.query<{ view: OpView }>(claimsSql, key),
    pool.query<{ view: OpView }>(pairsSql, key),
  ])
  const view = cores.rows[0]?.view
  if (view === undefined) return undefined
  // The claim that counts; of a core whose only claim is forged, that one.
  const known = identities.rows.find((row) => view.user === undefined || row.user_id === view.user)
  const [name, claimed, paired] = await Promise.all([
    authorsOf(pool, log.log, [view]),
    summariseOps(
      pool,
      log,
      claims.rows.map((row) => row.view),
    ),
    summariseOps(
      pool,
      log,
      pairs.rows.map((row) => row.view),
    ),
  ])
  return {
    repository: { id: shown(log.log), name: log.name },
    core: shown(core),
    author: name(view),
    role: view.role,
    muted: view.muted,
    ...(view.blacklisted === undefined ? {} : { blacklisted: { ...view.blacklisted, op: shown(view.blacklisted.op) } }),
    person: shown(view.person),
    because: becauseOf(view.user !== undefined, known),
    ...(known === undefined || known.link === null ? {} : { link: known.link }),
    ...(known === undefined || known.following === null ? {} : { following: known.following }),
    ...(known === undefined || known.problem === null ? {} : { problem: known.problem }),
    claims: claimed,
    pairs: paired,
    strikes: pairs.rows.filter((row) => isStrike(row.view, core)).length,
  }
}
