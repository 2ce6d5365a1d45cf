import type { AuthorView, Origin } from '@hypergit/domain'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { Author, Identity } from '../replies/author.js'

/** Says who wrote something: the core, the user it claimed, and how far that claim is confirmed (docs/protocol.md, section 7). */
export type NameAuthor = (author: AuthorView, origin?: Origin) => Author

interface Row {
  readonly core: string
  readonly user_id: string
  readonly state: Exclude<Identity, 'anonymous'>
}

/** Reads once what is known about the authors of one log's records. */
export const authorsOf = async (pool: Pool, log: string, authors: readonly AuthorView[]): Promise<NameAuthor> => {
  const claiming = [...new Set(authors.filter((author) => author.user !== undefined).map((author) => author.core))]
  const states = new Map<string, Row['state']>()
  if (claiming.length > 0) {
    const { rows } = await pool.query<Row>(
      'select core, user_id, state from dashboard.identities where log = $1 and core = any($2)',
      [log, claiming],
    )
    for (const row of rows) states.set(`${row.core} ${row.user_id}`, row.state)
  }
  return (author, origin) => ({
    core: shown(author.core),
    ...(author.user === undefined ? {} : { user: shown(author.user) }),
    ...(origin === undefined ? {} : { name: origin.author }),
    identity: author.user === undefined ? 'anonymous' : (states.get(`${author.core} ${author.user}`) ?? 'maybe'),
  })
}
