import type { CoreView, ThreadView } from '@hypergit/domain'
import type { ClaimProblem } from '@hypergit/queues'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { UserDetail } from '../replies/user.js'
import { authorsOf } from './authors.js'
import { readProfile } from './profile.js'
import { threadSummaryOf } from './thread-list.js'

const coresMax = 200
const threadsMax = 50

const shownOnly = (table: string): string =>
  `join dashboard.logs l on l.log = ${table}.log and l.epoch = ${table}.epoch
   join dashboard.hosting h on h.log = ${table}.log and h.host
   join dashboard.repositories r on r.log = ${table}.log and r.epoch = ${table}.epoch`

interface CoreRow {
  readonly log: string
  readonly name: string
  readonly view: CoreView
  readonly problem: ClaimProblem | null
}

const unknownProfile = { devices: [], devicesTotal: 0, linksTotal: 0 }

/** A user, or a core, in every hosted repository, with what the user says of themselves; undefined when nothing here knows it. */
export const readUser = async (pool: Pool, id: string): Promise<UserDetail | undefined> => {
  const [cores, profile] = await Promise.all([
    pool.query<CoreRow>(
      `select c.log, r.name, c.view, i.problem from dashboard.cores c ${shownOnly('c')}
       left join dashboard.identities i on i.log = c.log and i.core = c.core and i.user_id = c.user_id
       where c.user_id = $1 or c.core = $1 order by r.name, c.log, c.core limit ${coresMax}`,
      [id],
    ),
    readProfile(pool, id),
  ])
  if (cores.rows.length === 0 && profile === undefined) return undefined
  const threads = await pool.query<{ log: string; name: string; view: ThreadView }>(
    `select t.log, r.name, t.view from dashboard.threads t ${shownOnly('t')}
     where t.accepted and (t.author_user = $1 or t.author_core = $1) order by t.at desc, t.op limit ${threadsMax}`,
    [id],
  )
  const logs = [...new Set([...cores.rows, ...threads.rows].map((row) => row.log))]
  const names = new Map(
    await Promise.all(
      logs.map(async (log) => {
        const views = cores.rows.filter((row) => row.log === log).map((row) => row.view)
        const authors = threads.rows.filter((row) => row.log === log).map((row) => row.view.author)
        return [log, await authorsOf(pool, log, [...views, ...authors])] as const
      }),
    ),
  )
  const nameIn = (log: string) => names.get(log)
  const claimed = cores.rows.find((row) => row.view.core === id)?.view.user
  const isUser = profile !== undefined || cores.rows.some((row) => row.view.user === id)
  return {
    id: shown(id),
    kind: isUser ? 'user' : 'core',
    ...(profile ?? unknownProfile),
    ...(claimed === undefined ? {} : { user: shown(claimed) }),
    cores: cores.rows.map(({ log, name, view, problem }) => ({
      repository: { id: shown(log), name },
      core: shown(view.core),
      role: view.role,
      identity: nameIn(log)?.(view).identity ?? 'anonymous',
      ...(problem === null ? {} : { problem }),
      muted: view.muted,
      blacklisted: view.blacklisted !== undefined,
    })),
    threads: threads.rows.flatMap(({ log, name, view }) => {
      const nameAuthor = nameIn(log)
      return nameAuthor === undefined
        ? []
        : { ...threadSummaryOf(view, nameAuthor), repository: { id: shown(log), name } }
    }),
  }
}
