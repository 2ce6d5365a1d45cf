import { coreKey, logId, opId } from '@hypergit/domain'
import {
  boundedGroups,
  identitiesMax,
  jsonBytes,
  type ClaimProblem,
  type Draft,
  type IdentitiesJob,
  type Identity,
  type IdentityState,
} from '@hypergit/queues'

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

const linkOf = (state: IdentityState): Pick<Identity, 'link'> => {
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

export const identityOf = (row: IdentityRow): Identity => ({
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

/** What one job may hold: names are as long as users make them. */
const bounds = { bytesMax: 1024 * 1024, countMax: identitiesMax }

/** As few jobs as hold them all, in the order given. */
export const identityJobs = (identities: readonly Identity[]): readonly Draft<IdentitiesJob>[] =>
  [...boundedGroups(identities, jsonBytes, bounds)].map((group) => ({ identities: group }))
