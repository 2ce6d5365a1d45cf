import { type Database, inTransaction } from '@hypergit/database'
import type { Sql, TransactionalSql } from './sql.js'

type Pool = ReturnType<Database['pool']>
type Connection = Pick<Pool, 'query'>

/** The notifier's statements on a pool of connections. */
export function poolSql(pool: Pool): TransactionalSql {
  return {
    ...statements(pool),
    transaction: (work) => inTransaction(pool, (client) => work(statements(client))),
  }
}

const statements = (connection: Connection): Sql => ({
  async query<Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const { rows } = await connection.query(text, [...values])
    return rows as Row[]
  },
})
