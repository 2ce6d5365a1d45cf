import type { Pool } from 'pg'
import { DatabaseError } from './database-error.js'
import { startEmbeddedServer, type EmbeddedServer } from './embedded/embedded-server.js'
import { migrate, type Migration } from './migrations.js'
import { openPool, readServerVersion, withoutSecrets, type PoolOptions } from './pools.js'

export interface DatabaseConfig {
  /** A PostgreSQL 15 or newer, as `postgres://user:password@host:port/name`; absent: an embedded server in `folder`. */
  readonly url?: string
  /** Where the embedded server keeps its files; made at the first start. */
  readonly folder: string
  /** Told about lost connections, which the pools replace by themselves, and what the embedded server logs as a problem. */
  readonly onProblem?: (problem: Error) => void
}

/** SQL for the services of one process. */
export interface Database {
  /**
   * Connections whose search path is the PostgreSQL schema of that name; one pool for each schema, at most `connectionsMax` (5) connections,
   * closed with the database. The schema exists once it is migrated.
   */
  pool(schema: string, options?: PoolOptions): Pool
  /**
   * Applies those of the migrations that are not yet applied, in order, each in a transaction, under a lock that makes other processes that
   * start at the same time wait. Throws a DatabaseError `migration`.
   */
  migrate(schema: string, migrations: readonly Migration[]): Promise<void>
  /** Which server this is, without secrets, for the start's log and the operator's overview. */
  describe(): string
  /** Rejects when the server does not answer. */
  ping(): Promise<void>
  /** Where the server is, with the password: for what opens connections of its own. */
  readonly url: string
  /** Ends all pools and stops the embedded server. */
  close(): Promise<void>
}

const urlMustBe = 'a URL such as postgres://user:password@host:5432/name is expected'

/** Opens the database and waits until it answers. Throws a DatabaseError. */
export const openDatabase = async (config: DatabaseConfig): Promise<Database> => {
  const onProblem = config.onProblem ?? (() => undefined)
  let embedded: EmbeddedServer | undefined
  if (config.url === undefined) embedded = await startEmbeddedServer({ folder: config.folder, onProblem })
  const url = config.url ?? embedded?.url
  if (url === undefined || !URL.canParse(url))
    throw new DatabaseError('unreachable', `DATABASE_URL is not usable: ${urlMustBe}`)

  const pools = new Map<string, Pool>()
  const pool = (schema: string, options?: PoolOptions): Pool => {
    let found = pools.get(schema)
    if (found === undefined) {
      found = openPool(url, schema, onProblem, options)
      pools.set(schema, found)
    }
    return found
  }
  const close = async (): Promise<void> => {
    await Promise.all([...pools.values()].map((open) => open.end()))
    pools.clear()
    await embedded?.stop()
  }

  let version: string
  try {
    version = await readServerVersion(pool('public'))
  } catch (error) {
    await close()
    throw new DatabaseError(
      'unreachable',
      `No PostgreSQL answers at ${withoutSecrets(url)}: ${(error as Error).message}`,
      error,
    )
  }
  const text =
    embedded === undefined ? `PostgreSQL ${version} at ${withoutSecrets(url)}` : `embedded PostgreSQL ${version}`

  return {
    pool,
    migrate: (schema, migrations) => migrate(pool('public'), schema, migrations),
    describe: () => text,
    ping: async () => {
      await pool('public').query('select 1')
    },
    url,
    close,
  }
}
