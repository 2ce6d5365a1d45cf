import type { Database } from '@hypergit/database'
import type { Sql, TransactionalSql } from './sql.js'

type Pool = ReturnType<Database['pool']>
type Connection = Pick<Pool, 'query'>

/** The notifier's statements on a pool of connections. */
export function poolSql(pool: Pool): TransactionalSql {
  return {
    ...statements(pool),
    async transaction(work) {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await client.query('begin')
        const result = await work(statements(client))
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((cause: unknown) => {
          broken = new Error('a transaction could not be rolled back', { cause })
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
  }
}

const statements = (connection: Connection): Sql => ({
  async query<Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const { rows } = await connection.query(text, [...values])
    return rows as Row[]
  },
})
