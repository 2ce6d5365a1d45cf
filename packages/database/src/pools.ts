import { Pool } from 'pg'

export interface PoolOptions {
  readonly connectionsMax?: number
  /**
   * false: a commit does not wait for the disk, so that a crash of the server can lose the last fraction of a second, never part of a
   * transaction. For what can be made again.
   */
  readonly durable?: boolean
}

const connectionsMaxDefault = 5
const idleTimeoutMs = 30_000
const connectTimeoutMs = 10_000
/** A query that takes longer is stuck: none of ours reads more than a page or writes more than a batch. */
const statementTimeoutMs = 60_000

const schemaName = /^[a-z][a-z0-9_]{0,62}$/

/** Narrows the name of a PostgreSQL schema, so that it can stand in SQL without quotes. Throws a RangeError. */
export const validSchemaName = (name: string): string => {
  if (!schemaName.test(name)) throw new RangeError(`not a schema name: ${name.slice(0, 80)}`)
  return name
}

/** A bounded pool whose connections look for tables in `schema` first. */
export const openPool = (
  url: string,
  schema: string,
  onProblem: (problem: Error) => void,
  options: PoolOptions = {},
): Pool => {
  const pool = new Pool({
    connectionString: url,
    max: options.connectionsMax ?? connectionsMaxDefault,
    idleTimeoutMillis: idleTimeoutMs,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    keepAlive: true,
    application_name: `hypergit ${schema}`,
    options: `-c search_path=${validSchemaName(schema)},public${options.durable === false ? ' -c synchronous_commit=off' : ''}`,
  })
  // Without a listener, a connection that drops while idle would end the process.
  pool.on('error', onProblem)
  return pool
}

export const readServerVersion = async (pool: Pool): Promise<string> => {
  const { rows } = await pool.query<{ server_version: string }>('show server_version')
  return rows[0]?.server_version.split(' ')[0] ?? 'unknown'
}

/** Host, port and name of a database URL. */
export const withoutSecrets = (url: string): string => {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port === '' ? '5432' : port}${pathname}`
}
