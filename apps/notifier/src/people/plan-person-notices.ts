import type { NoticesJob } from '@hypergit/queues'
import { planMails, type Planned } from '../planning/plan-events.js'
import type { TransactionalSql } from '../schema/sql.js'
import { personNoticeOf } from './person-notice.js'

/**
 * Takes a `notices` job into SQL: what is to be said, once, and to whom. Jobs may come twice and in any order; a notice keeps the time at which it was
 * said first, so that an address that is bound later is told nothing old.
 */
export const planPersonNotices = (
  sql: TransactionalSql,
  { notices }: Pick<NoticesJob, 'notices'>,
  nowMs: number,
): Promise<Planned> =>
  sql.transaction(async (within) => {
    if (notices.length === 0) return { mailIds: [] }
    const rows = notices.map((notice) => ({
      id: notice.id,
      user_id: notice.user,
      kind: notice.kind,
      content: personNoticeOf(notice),
    }))
    await within.query(
      `insert into notifier.notices (op, log, epoch, number, thread, kind, first_seen_at_ms, withdrawn, content, updated_at_ms, about)
       select distinct on (n.id) n.id, n.user_id, 0, 0, n.user_id, n.kind, $2, false, n.content, $2, 'user'
       from jsonb_to_recordset($1::jsonb) as n(id text, user_id text, kind text, content jsonb) order by n.id
       on conflict (op) do nothing`,
      [JSON.stringify(rows), nowMs],
    )
    return {
      mailIds: await planMails(
        within,
        notices.map(({ id }) => id),
        { nowMs, holdBackMs: 0 },
      ),
    }
  })
