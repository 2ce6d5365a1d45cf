import type { Migration } from '@hypergit/database'
import { peopleSql, tablesSql } from './tables.js'

/** PostgreSQL schema that belongs to the notifier alone. */
export const schemaName = 'notifier'

export const migrations: readonly Migration[] = [
  { name: '0001-subscriptions-and-outbox', sql: tablesSql },
  { name: '0002-people', sql: peopleSql },
]
