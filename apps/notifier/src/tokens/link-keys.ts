import { randomBytes } from 'node:crypto'
import { onlyRow, type Sql } from '../schema/sql.js'
import { signLink, type LinkClaim, type LinkKey } from './link-token.js'

/** The keys of this mirror's links; the first is the one that signs. */
export interface LinkKeys {
  readonly all: readonly [LinkKey, ...LinkKey[]]
  sign(claim: LinkClaim): string
}

/**
 * Reads the keys from SQL, where all notifiers of a mirror find the same ones; the first notifier makes the first key. An operator who wants a new
 * one inserts it with a higher id and restarts the notifiers.
 */
export async function readLinkKeys(sql: Sql, nowMs: number): Promise<LinkKeys> {
  await sql.query(
    `insert into notifier.link_keys (id, secret, created_at_ms)
     select 1, $1, $2 where not exists (select from notifier.link_keys)
     on conflict (id) do nothing`,
    [randomBytes(32), nowMs],
  )
  const rows = await sql.query<{ id: number; secret: Buffer }>(
    'select id, secret from notifier.link_keys order by id desc limit 100',
  )
  const newest = onlyRow(rows)
  return { all: [newest, ...rows.slice(1)], sign: (claim) => signLink(newest, claim) }
}
