import type { UserId } from '@hypergit/domain'
import type { Pool } from 'pg'

/** User logs that the identity service wants replicated, at most `followedMax`; what is above is not noted. */
export class FollowedStore {
  constructor(
    private readonly pool: Pool,
    private readonly followedMax: number,
  ) {}

  async set(user: UserId, follow: boolean): Promise<void> {
    if (!follow) {
      await this.pool.query('delete from followed where user_log = $1', [user])
      return
    }
    await this.pool.query(
      'insert into followed (user_log) select $1 where (select count(*) from followed) < $2 on conflict do nothing',
      [user, this.followedMax],
    )
  }
}
