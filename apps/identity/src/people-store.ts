import { inTransaction } from '@hypergit/database'
import type { CoreKey, LogId, UserId } from '@hypergit/domain'
import type {
  ClaimsJob,
  Draft,
  FollowingJob,
  FollowJob,
  HostedJob,
  Identity,
  Notice,
  Profile,
  UsersJob,
} from '@hypergit/queues'
import type { Pool, PoolClient } from 'pg'
import { lockRepository, noteSaid } from './claims/note-claims.js'
import { refreshCores, refreshUser } from './claims/refresh-claims.js'
import { deviceNotices } from './notices/device-notices.js'
import { claimNotices, pairNotices } from './notices/find-notices.js'
import { addNotices } from './notices/notice-store.js'
import type { IdentitySettings } from './settings.js'
import { lockUser, noteFollowing, noteView } from './users/note-view.js'
import { lockUsers, wantUsers } from './users/want-users.js'

/** What is to be said after something was noted. */
export interface News {
  readonly identities: readonly Identity[]
  readonly profiles: readonly Profile[]
  readonly follows: readonly Draft<FollowJob>[]
  readonly notices: readonly Notice[]
}

const nothing: News = { identities: [], profiles: [], follows: [], notices: [] }

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)]

/**
 * Who claims to be whom, and what the users' own logs say of it, in SQL (docs/protocol.md, section 7). Every method is one transaction and can be
 * repeated: what is said twice changes nothing.
 */
export class PeopleStore {
  constructor(
    private readonly pool: Pool,
    private readonly settings: Pick<IdentitySettings, 'usersPerRepositoryMax' | 'pairPatienceMs' | 'settleMs'>,
    private readonly now: () => number,
  ) {}

  /** What a repository's log says of claims and pairs. */
  noteClaims(job: ClaimsJob): Promise<News> {
    const nowMs = this.now()
    return inTransaction(this.pool, async (client) => {
      await lockRepository(client, job)
      await noteSaid(client, job)
      const cores = unique([...job.claims, ...job.standings, ...job.pairs].map(({ core }) => core))
      const users = await this.#usersOf(client, job.log, cores)
      await lockUsers(client, users, nowMs)
      const identities = await refreshCores(client, job.log, cores, nowMs)
      const wanted = await this.#want(client, job.log, users, nowMs)
      return { ...wanted, identities, notices: await this.#claimNotices(client, job, nowMs) }
    })
  }

  /** What a user's log says. */
  noteUser(job: UsersJob): Promise<News> {
    const nowMs = this.now()
    return inTransaction(this.pool, async (client) => {
      const known = await lockUser(client, job.view.log)
      if (known === undefined) return nothing
      const profile = await noteView(client, job, nowMs)
      if (profile === undefined) return nothing
      const identities = await refreshUser(client, job.view.log, nowMs)
      const { view, viewedAtMs } = known
      // While a log comes for the first time, all of it is old.
      const isNews = view !== undefined && viewedAtMs !== undefined && nowMs - viewedAtMs > this.settings.settleMs
      const found = isNews ? deviceNotices(view, job.view).map((notice) => ({ notice })) : []
      return { ...nothing, identities, profiles: [profile], notices: await this.#add(client, found, nowMs) }
    })
  }

  /** How the replication of a user's log goes. */
  noteFollowing(job: FollowingJob): Promise<News> {
    const nowMs = this.now()
    return inTransaction(this.pool, async (client) => {
      const profile = await noteFollowing(client, job, nowMs)
      return profile === undefined ? nothing : { ...nothing, profiles: [profile] }
    })
  }

  /** Whether a repository is hosted: nobody is followed for the sake of one that is not. */
  noteHosted({ log, host, version }: HostedJob): Promise<News> {
    const nowMs = this.now()
    return inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `insert into repositories as r (log, hosted, hosted_version) values ($1, $2, $3)
         on conflict (log) do update set hosted = excluded.hosted, hosted_version = excluded.hosted_version
         where r.hosted_version < excluded.hosted_version`,
        [log, host, version],
      )
      return rowCount === 0 ? nothing : { ...nothing, ...(await this.#rewant(client, log, nowMs)) }
    })
  }

  /** Gives those their turn that there was no room for, or who are not claimed any more. */
  review(log: LogId): Promise<News> {
    const nowMs = this.now()
    return inTransaction(this.pool, async (client) => {
      await client.query('select log from repositories where log = $1 for update', [log])
      return { ...nothing, ...(await this.#rewant(client, log, nowMs)) }
    })
  }

  async #rewant(client: PoolClient, log: LogId, nowMs: number) {
    const { rows } = await client.query<{ user_log: UserId }>('select distinct user_log from claims where log = $1', [
      log,
    ])
    const users = rows.map((row) => row.user_log)
    await lockUsers(client, users, nowMs)
    return this.#want(client, log, users, nowMs)
  }

  #want(client: PoolClient, log: LogId, users: readonly UserId[], nowMs: number) {
    return wantUsers(client, log, users, { nowMs, usersMax: this.settings.usersPerRepositoryMax })
  }

  async #usersOf(client: PoolClient, log: LogId, cores: readonly CoreKey[]): Promise<readonly UserId[]> {
    const { rows } = await client.query<{ user_log: UserId }>(
      'select distinct user_log from claim_ops where log = $1 and core = any($2::text[])',
      [log, cores],
    )
    return rows.map((row) => row.user_log)
  }

  async #claimNotices(client: PoolClient, { log, claims, pairs }: ClaimsJob, nowMs: number) {
    const found = [
      ...(await claimNotices(client, log, unique(claims.map(({ core }) => core)))),
      ...(await pairNotices(
        client,
        log,
        pairs.map(({ op }) => op),
      )),
    ]
    return this.#add(client, found, nowMs)
  }

  #add(client: PoolClient, found: Parameters<typeof addNotices>[1], nowMs: number) {
    return addNotices(client, found, { nowMs, pairPatienceMs: this.settings.pairPatienceMs })
  }
}
