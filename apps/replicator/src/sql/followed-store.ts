import { logId, type LogId, type UserId } from '@hypergit/domain'
import type { Pool } from 'pg'

/** What became of a wish to follow: it stands, it is over, or there are too many already. */
export type Followed = 'followed' | 'stopped' | 'refused'

/**
 * User logs that the identity service wants replicated, at most `followedMax`, in SQL, shared by all replicators: whoever holds a log's partition
 * replicates it.
 */
export class FollowedStore {
  constructor(
    private readonly pool: Pool,
    private readonly followedMax: number,
  ) {}

  async set(user: UserId, follow: boolean, nowMs: number): Promise<Followed> {
    if (!follow) {
      await this.pool.query('update followed set follow = false, changed_at_ms = $2 where user_log = $1 and follow', [
        user,
        nowMs,
      ])
      return 'stopped'
    }
    const { rowCount } = await this.pool.query(
      `insert into followed as f (user_log, follow, changed_at_ms) select $1, true, $2
       where exists (select from followed where user_log = $1 and follow) or ((select count(*) from followed where follow) < $3
         and not exists (select from hosted where log = $1 and host))
       on conflict (user_log) do update set follow = true,
         changed_at_ms = case when f.follow then f.changed_at_ms else excluded.changed_at_ms end`,
      [user, nowMs, this.followedMax],
    )
    return rowCount === 0 ? 'refused' : 'followed'
  }

  /** With the time since which each is followed, ms. */
  async inPartition(partition: number): Promise<readonly { readonly user: UserId; readonly sinceMs: number }[]> {
    const { rows } = await this.pool.query<{ user_log: string; changed_at_ms: string }>(
      'select user_log, changed_at_ms from followed where follow and partition = $1 order by user_log',
      [partition],
    )
    return rows.map((row) => ({ user: logId(row.user_log), sinceMs: Number(row.changed_at_ms) }))
  }

  /** Which of the logs have been let go since `beforeMs`. */
  async stoppedSince(logs: readonly LogId[], beforeMs: number): Promise<readonly LogId[]> {
    const { rows } = await this.pool.query<{ user_log: string }>(
      `select user_log from followed where not follow and changed_at_ms < $2 and user_log = any($1::text[])
         and not exists (select from hosted where log = user_log and host)`,
      [logs, beforeMs],
    )
    return rows.map((row) => logId(row.user_log))
  }
}
