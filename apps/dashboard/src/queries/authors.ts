import type { AuthorView, Origin } from '@hypergit/domain'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { Author, Identity } from '../replies/author.js'

/** Says who wrote something: the core, the user it claimed, and how far that claim is confirmed (docs/protocol.md, section 7). */
export type NameAuthor = (author: Pick<AuthorView, 'core' | 'user'>, origin?: Origin) => Author

interface Row {
  readonly core: string
  readonly user_id: string
  readonly state: Exclude<Identity, 'anonymous'>
  readonly name: string
}

/** What the author is called: by an importer, who may say anything, else by the user that the core claims. */
const namesOf = (
  userName: string | undefined,
  origin: Origin | undefined,
): Pick<Author, 'name' | 'imported' | 'userName'> => {
  if (origin === undefined) return userName === undefined ? {} : { name: userName }
  return { name: origin.author, imported: true, ...(userName === undefined ? {} : { userName }) }
}

/** Reads once what is known about the authors of one log's records. */
export const authorsOf = async (
  pool: Pool,
  log: string,
  authors: readonly Pick<AuthorView, 'core' | 'user'>[],
): Promise<NameAuthor> => {
  const claiming = [...new Set(authors.filter((author) => author.user !== undefined).map((author) => author.core))]
  const known = new Map<string, Row>()
  if (claiming.length > 0) {
    const { rows } = await pool.query<Row>(
      `select i.core, i.user_id, i.state, coalesce(p.name, i.name) as name from dashboard.identities i
       left join dashboard.profiles p on p.user_id = i.user_id where i.log = $1 and i.core = any($2)`,
      [log, claiming],
    )
    for (const row of rows) known.set(`${row.core} ${row.user_id}`, row)
  }
  return ({ core, user }, origin) => {
    const row = user === undefined ? undefined : known.get(`${core} ${user}`)
    return {
      core: shown(core),
      ...(user === undefined ? {} : { user: shown(user) }),
      ...namesOf(row === undefined || row.name === '' ? undefined : row.name, origin),
      identity: user === undefined ? 'anonymous' : (row?.state ?? 'maybe'),
    }
  }
}
