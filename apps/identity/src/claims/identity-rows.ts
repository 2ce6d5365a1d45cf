import { coreKey, logId, opId } from '@hypergit/domain'
import type { ClaimProblem, Draft, IdentitiesJob, IdentityState } from '@hypergit/queues'

export interface IdentityRow {
  readonly log: string
  readonly core: string
  readonly user_log: string
  readonly op: string
  readonly state: IdentityState
  readonly name: string | null
  readonly problem: ClaimProblem | null
  readonly version: string
}

/** Of the rows `c` of `claims`. */
export const identityColumns = `c.log, c.core, c.user_log, c.op, c.state, c.problem, c.version,
  (select u.view->>'name' from users u where u.user_log = c.user_log) as name`

const linkOf = (state: IdentityState): Pick<IdentitiesJob, 'link'> => {
  switch (state) {
    case 'maybe':
      return {}
    case 'confirmed':
      return { link: 'listed' }
    case 'disowned':
      return { link: 'unlisted' }
    default: {
      const never: never = state
      return never
    }
  }
}

export const identityJob = (row: IdentityRow): Draft<IdentitiesJob> => ({
  log: logId(row.log),
  core: coreKey(row.core),
  user: logId(row.user_log),
  state: row.state,
  name: row.name ?? '',
  claim: opId(row.op),
  ...linkOf(row.state),
  ...(row.problem === null ? {} : { problem: row.problem }),
  version: Number(row.version),
})
