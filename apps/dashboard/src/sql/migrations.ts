import { evidenceSql } from './evidence-sql.js'
import { forksSql } from './forks-sql.js'
import { hostingSql } from './hosting-sql.js'
import { identityOpsSql } from './identity-ops-sql.js'
import { operatorSql } from './operator-sql.js'
import { peopleSql } from './people-sql.js'
import { projectionSql } from './projection-sql.js'

/** Migrations of the PostgreSQL schema `dashboard`, in order; what was released is never edited. */
export const migrations = [
  { name: '0001-projection', sql: projectionSql },
  { name: '0002-hosting', sql: hostingSql },
  { name: '0003-operator', sql: operatorSql },
  { name: '0004-evidence', sql: evidenceSql },
  { name: '0005-people', sql: peopleSql },
  { name: '0006-forks', sql: forksSql },
  { name: '0007-identity-ops', sql: identityOpsSql },
] as const
