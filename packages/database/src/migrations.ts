import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { DatabaseError } from './database-error.js'
import { validSchemaName } from './pools.js'

/** One step of a schema, never changed once released: its hash is recorded, and a different text under a known name is refused. */
export interface Migration {
  /** Ordered and unique in its schema, as `0001-subscriptions`. */
  readonly name: string
  /** Statements whose tables belong to the schema (the search path says so). */
  readonly sql: string
}

/** Any number, the same in every process: who holds this advisory lock migrates. */
const migrationLock = 7_265_101_998

const hashOf = (sql: string): string => createHash('sha256').update(sql).digest('hex')

const applyMissing = async (client: PoolClient, schema: string, migrations: readonly Migration[]): Promise<void> => {
  await client.query(`create schema if not exists ${schema}`)
  await client.query(`set search_path to ${schema}, public`)
  await client.query(
    'create table if not exists migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())',
  )
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migrations')
  const applied = new Map(rows.map((row) => [row.name, row.hash]))
  for (const { name, sql } of migrations) {
    const known = applied.get(name)
    applied.delete(name)
    if (known === hashOf(sql)) continue
    if (known !== undefined)
      throw new DatabaseError(
        'migration',
        `Migration ${name} of ${schema} is not the one that this database has applied.`,
      )
    await applyOne(client, schema, name, sql)
  }
  const [unknown] = applied.keys()
  if (unknown !== undefined) {
    throw new DatabaseError(
      'migration',
      `The database has migration ${unknown} of ${schema}, which this release does not know: run a newer release.`,
    )
  }
}

const applyOne = async (client: PoolClient, schema: string, name: string, sql: string): Promise<void> => {
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into migrations (name, hash) values ($1, $2)', [name, hashOf(sql)])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new DatabaseError('migration', `Migration ${name} of ${schema} failed: ${(error as Error).message}`, error)
  }
}

/** See Database.migrate. The lock is the connection's, so a process that dies while migrating lets go of it. */
export const migrate = async (pool: Pool, schema: string, migrations: readonly Migration[]): Promise<void> => {
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout to 0')
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await applyMissing(client, validSchemaName(schema), migrations)
  } finally {
    // Not returned to the pool: its settings are changed, and closing it gives the lock back.
    client.release(true)
  }
}
