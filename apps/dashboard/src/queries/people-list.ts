import type { CoreView } from '@hypergit/domain'
import type { Pool } from 'pg'
import type { Page } from '../replies/author.js'
import type { RoleHolder } from '../replies/repository.js'
import { authorsOf, type NameAuthor } from './authors.js'
import { encodeCursor } from './cursor.js'
import type { ShownLog } from './shown-log.js'

/** A person with role and declared git rights (docs/protocol.md, section 5), by one of their cores. */
export const holderOf = (core: CoreView, name: NameAuthor): RoleHolder => ({
  ...name(core),
  role: core.role,
  muted: core.muted,
  capabilities: [...core.capabilities],
})

/** Everyone who has a core in the log, each by their first-linked core, in order of its id. */
export const listPeople = async (
  pool: Pool,
  log: ShownLog,
  query: { readonly limit: number; readonly after?: readonly [string] | undefined },
): Promise<Page<RoleHolder>> => {
  const { rows } = await pool.query<{ view: CoreView }>(
    `select view from dashboard.cores where log = $1 and epoch = $2 and core = person
       and ($3::text is null or core > $3) order by core limit $4`,
    [log.log, log.epoch, query.after?.[0] ?? null, query.limit + 1],
  )
  const cores = rows.slice(0, query.limit).map((row) => row.view)
  const name = await authorsOf(pool, log.log, cores)
  const last = cores.at(-1)
  return {
    items: cores.map((core) => holderOf(core, name)),
    ...(rows.length > query.limit && last !== undefined ? { next: encodeCursor([last.core]) } : {}),
  }
}
