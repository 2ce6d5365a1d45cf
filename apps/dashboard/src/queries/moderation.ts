import type { OpView } from '@hypergit/domain'
import type { Pool } from 'pg'
import type { Page } from '../replies/author.js'
import type { OpSummary } from '../replies/op.js'
import { encodeCursor } from './cursor.js'
import { summariseOps } from './op-summaries.js'
import type { ShownLog } from './shown-log.js'

/** Acts of moderation and authority. */
export const moderationTypes = [
  'mute',
  'unmute',
  'role.set',
  'core.ban',
  'core.pardon',
  'comment.hide',
  'comment.unhide',
  'thread.lock',
  'thread.unlock',
  'git.policy',
  'identity.unpair',
  'evidence.equivocation',
] as const

/** The moderation log, the latest first: what those with a role did, and what broke the rules; nothing that is held. */
export const listModeration = async (
  pool: Pool,
  log: ShownLog,
  query: { readonly limit: number; readonly after?: readonly [number, number, string] | undefined },
): Promise<Page<OpSummary>> => {
  const { rows } = await pool.query<{ view: OpView }>(
    `select view from dashboard.ops where log = $1 and epoch = $2 and outcome not in ('ignored', 'held') and (type = any($3) or outcome = 'violation')
       and ($4::bigint is null or (at, n, op) < ($4, $5::bigint, $6)) order by at desc, n desc, op desc limit $7`,
    [log.log, log.epoch, moderationTypes, ...(query.after ?? [null, null, null]), query.limit + 1],
  )
  const ops = rows.slice(0, query.limit).map((row) => row.view)
  const last = ops.at(-1)
  return {
    items: await summariseOps(pool, log, ops),
    ...(rows.length > query.limit && last !== undefined
      ? { next: encodeCursor([last.effective.at, last.effective.n, last.id]) }
      : {}),
  }
}
